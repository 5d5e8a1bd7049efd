package io.litedrill.recover;

import java.io.IOException;

/** Receives each file system change of a swap before it is made. */
@FunctionalInterface
public interface SwapListener {
    /** A listener that ignores all changes. */
    SwapListener NONE = step -> {};

    /** Receives the step of the next change; most steps make several changes. */
    void before(SwapStep step) throws IOException;
}
