package io.litedrill.daemon;

import io.litedrill.app.Application;
import io.litedrill.app.DryRun;
import io.litedrill.app.InPlaceRun;
import io.litedrill.app.InterruptedSwaps;
import io.litedrill.app.MonitoredDatabase;
import io.litedrill.app.Operations;
import io.litedrill.app.ReplicaChoice;
import io.litedrill.app.ReplicaTarget;
import io.litedrill.app.RestorePlanning;
import io.litedrill.app.ScanAttempt;
import io.litedrill.app.Wording;
import io.litedrill.check.ReplicaId;
import io.litedrill.http.Actions.Started;
import io.litedrill.http.Problem;
import io.litedrill.http.ProblemException;
import io.litedrill.http.RestoreRequest;
import io.litedrill.http.RestoreRequest.Asker;
import io.litedrill.http.RestoreRequest.Where;
import io.litedrill.http.Views;
import io.litedrill.json.JsonObject;
import io.litedrill.recover.Audit;
import io.litedrill.recover.RestoreOrder.Target;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.schedule.Job;
import io.litedrill.schedule.RunHandle;
import io.litedrill.schedule.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts restore requests from the HTTP API, runs them through the scheduler and publishes their results. */
public final class RestoreService {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreService.class);

    /** The origin of a restore that an earlier process began. */
    private static final RestoreReport.Origin UNKNOWN_ORIGIN = new RestoreReport.Origin("-", true);

    private final Catalogue catalogue;
    private final Scheduler scheduler;
    private final ResultPublisher results;
    private final Application wiring;
    private final Lookups lookups;
    private final PendingRestoreJournal orders;
    private final Audit audit;
    private final ResultLog log = new ResultLog();
    private final Map<String, ActiveRestore> underWay = new ConcurrentHashMap<>();
    /** By database, the request that has the live path: one at a time. */
    private final Map<String, RestoreRequest> live = new ConcurrentHashMap<>();

    /**
     * Holds the services for planning a restore.
     *
     * @param patience the longest time that the response to a live restore waits for a refusal
     */
    public record Lookups(BestReplica best, LookupExecutor patient, Duration patience) {}

    /**
     * Holds the result of a run.
     *
     * @param told whether the HTTP response contained the result; the audit has recorded it then
     */
    public record Done(RestoreReport report, boolean told) {}

    /** Runs a restore. */
    @FunctionalInterface
    private interface Work {
        Done run(ActiveRestore course);
    }

    public RestoreService(
            Catalogue catalogue, Scheduler scheduler, ResultPublisher results, Application wiring, Lookups lookups) {
        this.catalogue = catalogue;
        this.scheduler = scheduler;
        this.results = results;
        this.wiring = wiring;
        this.lookups = lookups;
        this.orders = new PendingRestoreJournal(wiring.home().map(home -> home.resolve("restores")));
        this.audit = wiring.audit();
    }

    /** Starts a restore as {@link io.litedrill.http.Actions#restore} specifies. */
    public Optional<Started> restore(RestoreRequest order) {
        return catalogue
                .find(order.database())
                .map(database -> order.where() instanceof Where.NewFile file
                        ? toFile(database, order, file.output())
                        : live(database, order));
    }

    /** Returns the result of a dry run as {@link io.litedrill.http.Actions#dryRun} specifies. */
    public Optional<String> dryRun(RestoreRequest order) {
        return catalogue
                .find(order.database())
                .map(database -> lookups.patient().ask(database.name(), () -> outlook(database, order)))
                .map(JsonObject::compact);
    }

    /** Returns the progress of a run; empty when it is not active. */
    public Optional<Views.Progress> progress(String runId) {
        return Optional.ofNullable(underWay.get(runId))
                .map(course -> course.progress().now());
    }

    private JsonObject outlook(MonitoredDatabase database, RestoreRequest order) {
        if (order.where() instanceof Where.NewFile file) {
            RestorePlanning planning = plan(database, order.point());
            boolean fallback = order.allowed().restore().fallback();
            planning.ending(fallback).ifPresent(ending -> {
                throw InPlaceRequest.refused(ending, planning);
            });
            return new DryRun(file.output(), wiring.clock())
                    .planned(
                            planning,
                            fallback,
                            DryRun.size(planning, order.allowed().restore()),
                            RequestKeys::of);
        }
        return liveOrder(database, order).dryRun();
    }

    private InPlaceRequest liveOrder(MonitoredDatabase database, RestoreRequest order) {
        InPlaceRun.Wish wish = new InPlaceRun.Wish(order.point(), InPlaceRequest.path(database), order.allowed());
        return new InPlaceRequest(database.target(wiring), wish, target -> plan(database, order.point()));
    }

    /** Plans with the best replica by the last checks, unless only another one has the requested point. */
    private RestorePlanning plan(MonitoredDatabase database, Point point) {
        io.litedrill.app.Target target = database.target(wiring);
        Optional<RestorePlanning> first = lookups.best()
                .of(database)
                .map(replica -> RestorePlanning.of(target, ScanAttempt.at(replica, wiring), point))
                .filter(planning ->
                        planning.plan().isPresent() || database.wards().size() == 1);
        return first.orElseGet(() -> RestorePlanning.of(target, ReplicaChoice.ofAllProducing(target, point), point));
    }

    private Started live(MonitoredDatabase database, RestoreRequest order) {
        InPlaceRequest work = liveOrder(database, order);
        if (live.putIfAbsent(database.name(), order) != null) {
            throw new ProblemException(
                    Problem.CONFLICT,
                    database.name() + ": another restore over its live path is under way. Wait for its end");
        }
        RestoreAnswer answer = new RestoreAnswer(results::latestDrill);
        boolean begun = false;
        try {
            InterruptedSwaps before = new InterruptedSwaps(
                    wiring.clock(), LOG::warn, report -> results.restore(report.from(UNKNOWN_ORIGIN)));
            Started started = offer(database, order, InPlaceRequest.path(database), course -> {
                before.settle(database.database());
                return work.run(course, answer);
            });
            begun = true;
            var unused = started.end().whenComplete((end, failure) -> {
                live.remove(database.name());
                answer.accept();
            });
            answer.await(lookups.patience());
            return started;
        } finally {
            if (!begun) {
                live.remove(database.name());
            }
        }
    }

    private Started toFile(MonitoredDatabase database, RestoreRequest order, Path output) {
        ReplicaTarget.Visible source = lookups.best()
                .of(database)
                .orElseThrow(() -> unavailable(
                        database.name() + ": no replica of it can be read by this version. Its checks say why"));
        ReplicaId id = source.id();
        Target target = new Target(order.point(), output);
        // before it is submitted; otherwise its end might be logged first
        log.asked(id, target);
        return offer(database, order, output, course -> {
            course.reads(id, wiring.past().memory(), results.latestDrill(id));
            RestoreReport report = new Operations(wiring)
                    .restore(source, course.runId(), target, order.allowed().restore(), course.progress());
            return new Done(RequestKeys.of(report), false);
        });
    }

    private Started offer(MonitoredDatabase database, RestoreRequest order, Path output, Work work) {
        List<ActiveRestore> made = new ArrayList<>(1);
        Optional<RunHandle> run = Optional.empty();
        try {
            run = scheduler.orderRestore(database.name(), runId -> {
                ActiveRestore course = begin(runId, order, output);
                made.add(course);
                return job(order, course, work);
            });
        } catch (IllegalStateException e) {
            throw unavailable(String.valueOf(e.getMessage()));
        } finally {
            if (run.isEmpty()) {
                made.forEach(this::forget);
            }
        }
        RunHandle started =
                run.orElseThrow(() -> unavailable("Too many restores are waiting. Try again when one has ended"));
        var unused = started.end().whenComplete((end, failure) -> underWay.remove(started.id()));
        return new Started(started.id(), started.attached(), started.end());
    }

    private ActiveRestore begin(String runId, RestoreRequest order, Path output) {
        boolean live = order.where() instanceof Where.Live;
        PendingRestore.Step asked =
                new PendingRestore.Step(wiring.clock().instant(), Optional.empty(), Optional.empty());
        PendingRestore open = new PendingRestore(runId, order.database(), live, output, asked, order.asker());
        ActiveRestore course = new ActiveRestore(orders, open, wiring.clock());
        underWay.put(runId, course);
        return course;
    }

    private void forget(ActiveRestore course) {
        underWay.remove(course.runId());
        course.close();
    }

    private Job job(RestoreRequest order, ActiveRestore course, Work work) {
        RestoreReport.Origin origin =
                new RestoreReport.Origin(order.asker().who(), order.where() instanceof Where.Live);
        return (runId, cancellation) -> {
            try {
                Done done = work.run(course);
                results.restore(done.report().from(origin));
                if (!done.told()) {
                    keep(order, Wording.ended(done.report()));
                }
            } catch (RuntimeException e) {
                keep(order, runId + " ended with an internal error; see the log");
                throw e;
            } finally {
                course.close();
            }
        };
    }

    private void keep(RestoreRequest order, String answer) {
        Asker asker = order.asker();
        audit.keep(new Audit.Attempt(asker.who(), asker.from(), order.database(), asker.what(), answer));
    }

    /** Finishes or undoes restores of a killed daemon or command, before anything else runs, and reports them. */
    public void settle() {
        new InterruptedRestoreRecovery(catalogue, results, wiring, audit).settle(orders);
    }

    public void close() {
        orders.close();
    }

    private static ProblemException unavailable(String detail) {
        return new ProblemException(Problem.UNAVAILABLE, detail);
    }
}
