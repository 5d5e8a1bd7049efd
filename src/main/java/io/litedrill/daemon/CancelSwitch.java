package io.litedrill.daemon;

import java.util.Optional;

/**
 * Decides between the cancellation of a restore and the step that gives the restored database its path: whichever
 * comes first excludes the other. Safe for use by several threads.
 */
final class CancelSwitch {
    private State state = State.OPEN;
    private Optional<String> by = Optional.empty();
    private Optional<Thread> thread = Optional.empty();

    /** The state of a restore. */
    enum State {
        OPEN,
        CANCELLED,
        /** The database gets its path: the restore continues to its end. */
        REPLACING
    }

    /** Records the thread that restores, which a cancellation interrupts. Returns false when it was cancelled. */
    synchronized boolean begin(Thread restoring) {
        thread = Optional.of(restoring);
        return state != State.CANCELLED;
    }

    /** Ends the interruptions of the thread that restores, which is the caller. */
    synchronized void end() {
        thread = Optional.empty();
        if (state == State.CANCELLED) {
            boolean ignored = Thread.interrupted();
        }
        state = state == State.OPEN ? State.REPLACING : state;
    }

    /** Returns true, and from then on accepts no cancellation, unless the restore was cancelled. */
    synchronized boolean replace() {
        state = state == State.OPEN ? State.REPLACING : state;
        return state == State.REPLACING;
    }

    /** Cancels the restore. Returns false when the database gets its path already. */
    synchronized boolean cancel(String requester) {
        if (state == State.REPLACING) {
            return false;
        }
        if (state == State.OPEN) {
            state = State.CANCELLED;
            by = Optional.of(requester);
            thread.ifPresent(Thread::interrupt);
        }
        return true;
    }

    /** Returns who cancelled the restore; empty when it was not cancelled. */
    synchronized Optional<String> cancelledBy() {
        return by;
    }
}
