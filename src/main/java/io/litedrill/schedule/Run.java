package io.litedrill.schedule;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Holds one run until it has ended. The lock of its lane guards the mutable fields. */
final class Run {
    final Ticket ticket;
    final Job job;
    final Cancellation cancellation = new Cancellation();
    final CompletableFuture<RunEnd> end = new CompletableFuture<>();
    JobState state = JobState.QUEUED;

    @Nullable
    Thread thread;

    /** The trigger of the cluster that fired it; null for a run of this process alone. */
    DatabaseJob.@Nullable Firing firing;

    Run(Ticket ticket, Job job) {
        this.ticket = ticket;
        this.job = job;
    }

    /** Returns whether a thread has it: it runs, or waits for its turn in the cluster. */
    boolean hasBegun() {
        return thread != null;
    }

    /** Stops the job as {@link #stop} does, because the process is ending. */
    void stopAtEnd() {
        cancellation.cancelAtEnd();
        stop();
    }

    /**
     * Signals the job to stop, by interrupt and by cancellation. Requires the lock of the lane, because otherwise the
     * interrupt may reach the next run.
     */
    void stop() {
        cancellation.cancel();
        if (thread != null) {
            thread.interrupt();
        }
    }

    RunHandle handle(boolean attached) {
        return new RunHandle(ticket.id(), ticket.database(), ticket.kind(), attached, end.minimalCompletionStage());
    }

    ActiveRun snapshot() {
        return new ActiveRun(ticket.id(), ticket.database(), ticket.kind(), state, ticket.since());
    }

    @Override
    public String toString() {
        return ticket.kind().name().toLowerCase(Locale.ROOT) + " of " + ticket.database() + " (" + ticket.id() + ")";
    }

    /** Holds the fixed properties of a run. */
    record Ticket(String id, String database, JobKind kind, Instant since) {}
}
