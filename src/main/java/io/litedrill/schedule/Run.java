package io.litedrill.schedule;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One run while it is not over. Its lane's lock guards what changes. */
final class Run {
    final Ticket ticket;
    final Job job;
    final Cancellation cancellation = new Cancellation();
    final CompletableFuture<RunEnd> end = new CompletableFuture<>();
    JobState state = JobState.QUEUED;

    @Nullable
    Thread thread;

    Run(Ticket ticket, Job job) {
        this.ticket = ticket;
        this.job = job;
    }

    /** As {@link #stop}, since the process ends. */
    void stopAtEnd() {
        cancellation.cancelAtEnd();
        stop();
    }

    /** Tells the job to stop, by both ways that it may listen to. Needs the lane's lock, or the interrupt may hit the next run. */
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

    /** What is fixed from the beginning. */
    record Ticket(String id, String database, JobKind kind, Instant since) {}
}
