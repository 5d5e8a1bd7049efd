package io.litedrill.daemon;

import io.litedrill.app.MonitoredDatabase;
import io.litedrill.http.Actions;
import io.litedrill.http.IdempotencyKey;
import io.litedrill.http.Problem;
import io.litedrill.http.ProblemException;
import io.litedrill.http.Views;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.schedule.RunHandle;
import io.litedrill.schedule.Scheduler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Starts the runs that the API requests, through the scheduler. For a database with several replicas, starts a run for
 * each and returns the id of the first.
 */
public final class DaemonActions implements Actions {
    private final Catalogue catalogue;
    private final Scheduler scheduler;
    private final RestoreService restores;
    private final RunQueries past;
    private final RepeatedRequests keys;

    public DaemonActions(
            Catalogue catalogue, Scheduler scheduler, RestoreService restores, RunQueries past, RepeatedRequests keys) {
        this.past = past;
        this.keys = keys;
        this.catalogue = catalogue;
        this.scheduler = scheduler;
        this.restores = restores;
    }

    @Override
    public Optional<Started> check(String database) {
        return catalogue.find(database).map(found -> eachReplica(found, scheduler::runCheckNow));
    }

    @Override
    public Optional<Started> drill(String database) {
        return catalogue.find(database).map(found -> eachReplica(found, scheduler::runDrillNow));
    }

    @Override
    public Optional<Started> scrub(String database) {
        return catalogue.find(database).map(found -> eachReplica(found, scheduler::runScrubNow));
    }

    @Override
    public String newRunId() {
        return scheduler.newRunId();
    }

    @Override
    public Optional<Started> restore(String database, RestoreRequest request) {
        return restores.restore(database, request);
    }

    @Override
    public Optional<String> dryRun(String database, RestoreRequest request) {
        return restores.dryRun(database, request);
    }

    @Override
    public Optional<Started> repeated(IdempotencyKey key) {
        return keys.repeated(key);
    }

    @Override
    public void begins(IdempotencyKey key, String runId) {
        keys.begins(key, runId);
    }

    @Override
    public void answered(IdempotencyKey key, boolean refused) {
        keys.answered(key, refused);
    }

    @Override
    public Optional<String> cancel(String runId, String by) {
        Optional<String> database = restores.cancel(runId, by);
        if (database.isEmpty() && past.find(Views.Kind.RESTORES, runId).isPresent()) {
            throw new ProblemException(Problem.CONFLICT, runId + ": has ended already");
        }
        return database;
    }

    private static Started eachReplica(MonitoredDatabase database, Function<String, Optional<RunHandle>> start) {
        List<RunHandle> runs = database.replicas().stream()
                .flatMap(replica -> unlessClosed(() -> start.apply(database.jobOf(replica))).stream())
                .toList();
        RunHandle first = runs.stream().findFirst().orElseThrow(() -> unavailable("Litedrill is starting. Try again"));
        CompletableFuture<?>[] ends =
                runs.stream().map(run -> run.end().toCompletableFuture()).toArray(CompletableFuture<?>[]::new);
        return new Started(first.id(), first.attached(), CompletableFuture.allOf(ends));
    }

    private static <T> T unlessClosed(Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalStateException e) {
            throw unavailable(String.valueOf(e.getMessage()));
        }
    }

    private static ProblemException unavailable(String detail) {
        return new ProblemException(Problem.UNAVAILABLE, detail);
    }
}
