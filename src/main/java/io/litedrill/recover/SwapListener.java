package io.litedrill.recover;

/** Hears of every single change to the file system that a swap is about to make. */
@FunctionalInterface
public interface SwapListener {
    /** Hears nothing. */
    SwapListener NONE = step -> {};

    /** Called before each change; there are several in most steps. */
    void before(SwapStep step);
}
