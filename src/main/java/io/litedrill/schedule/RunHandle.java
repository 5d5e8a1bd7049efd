package io.litedrill.schedule;

import java.util.concurrent.CompletionStage;

/**
 * Refers to a run that is queued, running or ended.
 *
 * @param id the ID from {@link RunIds}
 * @param attached whether the request joined an existing run of this kind and database
 * @param end completes, never exceptionally, once the run has ended and its thread is free
 */
public record RunHandle(String id, String database, JobKind kind, boolean attached, CompletionStage<RunEnd> end) {
    /** Returns whether the run has ended. */
    public boolean isOver() {
        return end.toCompletableFuture().isDone();
    }
}
