package io.litedrill.schedule;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Signals a job to stop. Accompanies an interrupt of its thread, for code that swallows interrupts. Packages that must
 * not depend on the scheduler receive it as {@code cancellation::cancelled}.
 */
public final class Cancellation {
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicBoolean ending = new AtomicBoolean();

    /** Returns whether the job should stop; never returns to false. */
    public boolean cancelled() {
        return cancelled.get();
    }

    /**
     * Returns whether the job should stop because the process is ending, and not for its time limit; never returns to
     * false.
     */
    public boolean processEnds() {
        return ending.get();
    }

    void cancel() {
        cancelled.set(true);
    }

    void cancelAtEnd() {
        ending.set(true);
        cancel();
    }
}
