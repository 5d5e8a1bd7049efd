package io.litedrill.schedule;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells a job that it should stop. Comes together with an interrupt of its thread, for code that loses interrupts on the
 * way. Hand it to packages that must not know the scheduler as {@code cancellation::cancelled}.
 */
public final class Cancellation {
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicBoolean ending = new AtomicBoolean();

    /** Whether the job should stop; never goes back to false. */
    public boolean cancelled() {
        return cancelled.get();
    }

    /** Whether the job should stop because the process is ending, and not for its time limit; never goes back to false. */
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
