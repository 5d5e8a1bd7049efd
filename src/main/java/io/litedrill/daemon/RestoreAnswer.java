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

/** What whoever orders a live restore is answered: the refusal, if it is known in time; else that it is under way. The first word holds. */
public final class RestoreAnswer {
    private final CompletableFuture<Optional<ProblemException>> word = new CompletableFuture<>();
    private final Function<ReplicaId, Optional<DrillResult>> drills;

    /**
     * Not given yet.
     *
     * @param drills knows the latest drill of a replica
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

    /** False when it was too late: the result tells of it then. */
    public boolean refuse(ProblemException problem) {
        return word.complete(Optional.of(problem));
    }

    /**
     * Waits for the word, and gives it where there is none in time.
     *
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
