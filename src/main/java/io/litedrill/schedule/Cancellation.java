package io.litedrill.schedule;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Signals a job to stop. Accompanies an interrupt of its thread, for code that swallows interrupts. Packages that
 * must not depend on the scheduler receive it as {@code cancellation::cancelled}.
 */
public final class Cancellation {
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicBoolean superseded = new AtomicBoolean();
    private volatile BooleanSupplier takenOver = () -> false;

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

    /**
     * Returns whether another process of the cluster does this job, because this one did not respond for too long.
     * The result of this run must then be dropped. Queries the database of the cluster; false if it does not respond.
     */
    public boolean superseded() {
        return superseded.get() || takenOver.getAsBoolean();
    }

    /** Sets the test for {@link #superseded}. */
    void supersededIf(BooleanSupplier test) {
        takenOver = test;
    }

    void supersede() {
        superseded.set(true);
    }

    void cancel() {
        cancelled.set(true);
    }

    void cancelAtEnd() {
        ending.set(true);
        cancel();
    }
}
