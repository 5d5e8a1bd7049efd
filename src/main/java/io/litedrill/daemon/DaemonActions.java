package io.litedrill.daemon;

import io.litedrill.app.MonitoredDatabase;
import io.litedrill.http.Actions;
import io.litedrill.http.Problem;
import io.litedrill.http.ProblemException;
import io.litedrill.http.RestoreRequest;
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

    public DaemonActions(Catalogue catalogue, Scheduler scheduler, RestoreService restores) {
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
    public Optional<Started> restore(RestoreRequest order) {
        return restores.restore(order);
    }

    @Override
    public Optional<String> dryRun(RestoreRequest order) {
        return restores.dryRun(order);
    }

    private static Started eachReplica(MonitoredDatabase database, Function<String, Optional<RunHandle>> start) {
        List<RunHandle> runs = database.wards().stream()
                .flatMap(ward -> unlessClosed(() -> start.apply(database.jobOf(ward))).stream())
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
