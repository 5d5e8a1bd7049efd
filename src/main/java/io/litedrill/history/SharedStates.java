package io.litedrill.history;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** Holds small values that all processes with the same history share. */
public interface SharedStates {
    /**
     * Returns a value.
     *
     * @throws HistoryException when it cannot be read
     */
    Optional<String> read(String name);

    /**
     * Changes a value while no other process does. The change may take seconds; others wait for it.
     *
     * @param change receives the value, and returns the new one; empty for none
     * @throws HistoryException when it cannot be read or written; the change may have run
     */
    void change(String name, UnaryOperator<Optional<String>> change);
}
