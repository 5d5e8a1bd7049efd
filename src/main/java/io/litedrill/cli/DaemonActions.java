package io.litedrill.cli;

import io.litedrill.http.Actions;
import io.litedrill.http.Problem;
import io.litedrill.http.ProblemException;
import io.litedrill.http.RestoreOrder;
import io.litedrill.recover.RestoreOrder.Target;
import io.litedrill.schedule.RunHandle;
import io.litedrill.schedule.Scheduler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the API sets going, through the scheduler. Of a database with several replicas each is looked at; the first one's id is told. */
final class DaemonActions implements Actions {
    private final Catalogue catalogue;
    private final Scheduler scheduler;
    private final Workers workers;
    private final BestReplica best;
    private final ResultLog log = new ResultLog();

    DaemonActions(Catalogue catalogue, Scheduler scheduler, Workers workers, BestReplica best) {
        this.catalogue = catalogue;
        this.scheduler = scheduler;
        this.workers = workers;
        this.best = best;
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
    public Optional<Started> restore(RestoreOrder order) {
        return catalogue.find(order.database()).map(database -> restore(database, order));
    }

    private Started restore(Guarded database, RestoreOrder order) {
        WatchedReplica.Visible source = best.of(database)
                .orElseThrow(() -> unavailable(
                        database.name() + ": no replica of it can be read by this version. Its checks say why"));
        Target target = new Target(order.point(), order.output());
        // before it is offered, or its end might be told of first
        log.asked(source.id(), target);
        RunHandle run = unlessClosed(() -> scheduler.runRestore(database.name(), workers.restore(source, target)))
                .orElseThrow(() -> tooMany(source, target));
        return new Started(run.id(), run.attached(), run.end());
    }

    private ProblemException tooMany(WatchedReplica.Visible source, Target target) {
        log.turnedAway(source.id(), target);
        return unavailable("Too many restores are waiting. Try again when one has ended");
    }

    private static Started eachReplica(Guarded database, Function<String, Optional<RunHandle>> start) {
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
