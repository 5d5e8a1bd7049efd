package io.litedrill.notify;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** Holds small values that the nodes of a cluster share. */
@FunctionalInterface
public interface SharedValues {
    /**
     * Changes a value while no other node does. Throws an exception when it cannot be read or written; the change may
     * have run then.
     *
     * @param change receives the value, and returns the new one; empty for none
     */
    void change(String name, UnaryOperator<Optional<String>> change);
}
