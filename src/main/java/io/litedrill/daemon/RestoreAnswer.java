package io.litedrill.daemon;

import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult;
import io.litedrill.http.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Holds the response to the request for a live restore: the refusal if it is known in time, otherwise that the restore
 * is running. It is set once; later values are ignored.
 */
public final class RestoreAnswer {
    private final CompletableFuture<Optional<ProblemException>> word = new CompletableFuture<>();
    private final Function<ReplicaId, Optional<DrillResult>> drills;

    /**
     * Creates a response that is not set yet.
     *
     * @param drills returns the latest drill of a replica
     */
    public RestoreAnswer(Function<ReplicaId, Optional<DrillResult>> drills) {
        this.drills = drills;
    }

    public Optional<DrillResult> latest(ReplicaId id) {
        return drills.apply(id);
    }

    public void accept() {
        word.complete(Optional.empty());
    }

    /**
     * Sets the refusal. Returns false when the response was already set; then the result of the run reports the
     * refusal.
     */
    public boolean refuse(ProblemException problem) {
        return word.complete(Optional.of(problem));
    }

    /**
     * Waits for the response, and sets it to accepted on timeout.
     *
     * @param patience the timeout
     * @throws ProblemException the refusal
     */
    public void await(Duration patience) {
        Optional<ProblemException> refusal;
        try {
            refusal = word.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            accept();
            refusal = word.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            accept();
            refusal = word.join();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        refusal.ifPresent(problem -> {
            throw problem;
        });
    }
}
