package io.litedrill.daemon;

import io.litedrill.app.Application;
import io.litedrill.app.InterruptedSwaps;
import io.litedrill.app.MonitoredDatabase;
import io.litedrill.app.ReplicaChoice;
import io.litedrill.app.ReplicaTarget;
import io.litedrill.app.RestorePlanning;
import io.litedrill.app.RestoreToFile;
import io.litedrill.app.ScanAttempt;
import io.litedrill.app.Target;
import io.litedrill.app.Wording;
import io.litedrill.check.ReplicaId;
import io.litedrill.http.Actions.Started;
import io.litedrill.http.Problem;
import io.litedrill.http.ProblemException;
import io.litedrill.http.Views;
import io.litedrill.json.JsonObject;
import io.litedrill.recover.Audit;
import io.litedrill.recover.Permission;
import io.litedrill.recover.RestoreOutcome;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.recover.RestoreRequest.Requester;
import io.litedrill.recover.RestoreStart;
import io.litedrill.replica.Point;
import io.litedrill.schedule.Job;
import io.litedrill.schedule.RunHandle;
import io.litedrill.schedule.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
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
     * @param answered whether the HTTP response contained the result; the audit has recorded it then
     */
    public record Done(RestoreReport report, boolean answered) {}

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
    public Optional<Started> restore(String database, RestoreRequest request) {
        return catalogue
                .find(database)
                .map(found -> request.isInPlace() ? live(found, request) : toFile(found, request));
    }

    /** Returns the preview as {@link io.litedrill.http.Actions#dryRun} specifies. */
    public Optional<String> dryRun(String database, RestoreRequest request) {
        return catalogue
                .find(database)
                .map(found -> lookups.patient().ask(database, () -> preview(found, request)))
                .map(JsonObject::compact);
    }

    /**
     * Plans a restore to a point, and predicts its size from past drills.
     *
     * @throws ProblemException when the replicas cannot be read in time
     */
    public JsonObject preview(MonitoredDatabase database, Point point) {
        return lookups.patient().ask(database.name(), () -> {
            RestorePlanning planning = plan(database, point);
            Optional<Long> rows = planning.size().map(size -> size.nearest().rows());
            return JsonObject.with()
                    .putAll(planning.json())
                    .put("expected_rows", rows)
                    .build();
        });
    }

    /** Returns the progress of a run; empty when it is not active. */
    public Optional<Views.Progress> progress(String runId) {
        return Optional.ofNullable(underWay.get(runId))
                .map(course -> course.progress().now());
    }

    /** Returns whether a restore has not ended, or was interrupted and is not settled yet. */
    boolean isPending(String runId) {
        return orders.holds(runId);
    }

    private JsonObject preview(MonitoredDatabase database, RestoreRequest request) {
        return request.isInPlace()
                ? inPlace(database, request).dryRun()
                : InPlaceRequest.json(
                        new RestoreToFile(wiring, request).preview(plan(database, request.point())), wiring.clock());
    }

    private InPlaceRequest inPlace(MonitoredDatabase database, RestoreRequest request) {
        Path path = InPlaceRequest.path(database);
        return new InPlaceRequest(database.target(wiring), request, path, target -> plan(database, request.point()));
    }

    /** Plans with the best replica by the last checks, unless only another one has the requested point. */
    private RestorePlanning plan(MonitoredDatabase database, Point point) {
        Target target = database.target(wiring);
        Optional<RestorePlanning> first = lookups.best()
                .of(database)
                .map(replica -> RestorePlanning.of(target, ScanAttempt.at(replica, wiring, point), point))
                .filter(planning ->
                        planning.plan().isPresent() || database.replicas().size() == 1);
        return first.orElseGet(() -> RestorePlanning.of(target, ReplicaChoice.ofAllProducing(target, point), point));
    }

    private Started live(MonitoredDatabase database, RestoreRequest order) {
        InPlaceRequest work = inPlace(database, order);
        if (live.putIfAbsent(database.name(), order) != null) {
            throw new ProblemException(
                    Problem.CONFLICT,
                    database.name() + ": another restore over its live path is under way. Wait for its end");
        }
        RestoreAnswer answer = new RestoreAnswer(results::latestDrill);
        boolean begun = false;
        try {
            InterruptedSwaps before =
                    new InterruptedSwaps(wiring, LOG::warn, report -> results.restore(report.from(UNKNOWN_ORIGIN)));
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

    private Started toFile(MonitoredDatabase database, RestoreRequest request) {
        ReplicaTarget.Visible source = lookups.best()
                .of(database)
                .orElseThrow(() -> unavailable(
                        database.name() + ": no replica of it can be read by this version. Its checks say why"));
        // before it is submitted; otherwise its end might be logged first
        log.asked(source.id(), request);
        return offer(database, request, request.output(), course -> {
            course.reads(source.id(), wiring.past().memory(), results.latestDrill(source.id()));
            return new Done(new RestoreToFile(wiring, request).run(source, course.progress()), false);
        });
    }

    private Started offer(MonitoredDatabase database, RestoreRequest order, Path output, Work work) {
        ActiveRestore course = begin(database.name(), order, output);
        Optional<RunHandle> run = Optional.empty();
        try {
            run = scheduler.runRestore(order.runId(), database.name(), job(order, database.name(), course, work));
        } catch (IllegalStateException e) {
            throw unavailable(String.valueOf(e.getMessage()));
        } finally {
            if (run.isEmpty()) {
                forget(course);
            }
        }
        RunHandle started =
                run.orElseThrow(() -> unavailable("Too many restores are waiting. Try again when one has ended"));
        var unused = started.end().whenComplete((end, failure) -> underWay.remove(started.id()));
        return new Started(started.id(), started.attached(), started.end());
    }

    private ActiveRestore begin(String database, RestoreRequest request, Path output) {
        PendingRestore.Step asked =
                new PendingRestore.Step(wiring.clock().instant(), Optional.empty(), Optional.empty());
        PendingRestore open =
                new PendingRestore(request.runId(), database, request.isInPlace(), output, asked, request.by());
        ActiveRestore course = new ActiveRestore(orders, open, wiring.clock());
        underWay.put(request.runId(), course);
        return course;
    }

    private void forget(ActiveRestore course) {
        underWay.remove(course.runId());
        course.close();
    }

    private Job job(RestoreRequest request, String database, ActiveRestore course, Work work) {
        return (runId, cancellation) -> {
            try {
                Done done = run(request, database, course, work);
                RestoreReport report =
                        done.report().worded(Permission.IN_REQUEST).from(request.origin());
                results.restore(report);
                if (!done.answered()) {
                    keep(request.by(), database, Wording.ended(report));
                }
            } catch (RuntimeException e) {
                keep(request.by(), database, runId + " ended with an internal error; see the log");
                throw e;
            } finally {
                course.close();
            }
        };
    }

    private Done run(RestoreRequest request, String database, ActiveRestore course, Work work) {
        CancelSwitch cancel = course.cancel();
        Done done;
        try {
            done = cancel.begin(Thread.currentThread())
                    ? work.run(course)
                    : new Done(neverBegun(request, database, course), false);
        } finally {
            cancel.end();
        }
        // a refusal that the response contained stays one
        return done.answered() ? done : new Done(CancelledReport.of(done.report(), cancel.cancelledBy()), false);
    }

    private RestoreReport neverBegun(RestoreRequest request, String database, ActiveRestore course) {
        ReplicaId id = catalogue
                .find(database)
                .map(found -> found.replicas().get(0).id())
                .orElseGet(() -> new ReplicaId(database, "-"));
        return RestoreStart.of(request, id, course.order().output(), wiring.clock())
                .end(RestoreOutcome.inconclusive("stopped before it began"), List.of(), wiring.clock());
    }

    /** Cancels a restore as {@link io.litedrill.http.Actions#cancel} specifies. */
    public Optional<String> cancel(String runId, String by) {
        Optional<ActiveRestore> course = Optional.ofNullable(underWay.get(runId));
        if (course.isPresent() && !course.get().cancel().cancel(by)) {
            throw new ProblemException(
                    Problem.CONFLICT,
                    runId + ": the restored database gets its path already, so the restore goes on to its end");
        }
        return course.map(active -> active.order().database());
    }

    private void keep(Requester by, String database, String answer) {
        audit.keep(new Audit.Attempt(by.who(), by.from(), database, by.what(), answer));
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
