package io.litedrill.schedule;

import java.util.concurrent.CompletionStage;

/**
 * A run that is queued, at work, or over.
 *
 * @param id as given by {@link RunIds}
 * @param attached true when the request found a run of this kind and database under way, and this is that one
 * @param end completes, never exceptionally, once the run is over and its thread is free
 */
public record RunHandle(String id, String database, JobKind kind, boolean attached, CompletionStage<RunEnd> end) {
    /** Whether it is neither queued nor at work any more. */
    public boolean isOver() {
        return end.toCompletableFuture().isDone();
    }
}
