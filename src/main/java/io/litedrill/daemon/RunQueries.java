package io.litedrill.daemon;

import io.litedrill.check.CheckResult;
import io.litedrill.drill.DrillResult;
import io.litedrill.history.HistoryException;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.Page;
import io.litedrill.http.Problem;
import io.litedrill.http.ProblemException;
import io.litedrill.http.Views.Kind;
import io.litedrill.http.Views.Progress;
import io.litedrill.http.Views.RunView;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.recover.RestoreReport;
import io.litedrill.schedule.ActiveRun;
import io.litedrill.schedule.JobKind;
import io.litedrill.schedule.JobState;
import io.litedrill.schedule.RunHandle;
import io.litedrill.schedule.Scheduler;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Queries runs that have ended or are active: from the history, or without one from the daemon's memory. */
public final class RunQueries {
    private final Catalogue catalogue;
    private final Scheduler scheduler;
    private final ResultPublisher results;
    private final Optional<HistoryStore> history;
    private final Function<String, Optional<Progress>> progress;

    /**
     * Creates the queries.
     *
     * @param progress returns the progress of an active drill, scrub or restore by its run id
     */
    public RunQueries(
            Catalogue catalogue,
            Scheduler scheduler,
            ResultPublisher results,
            Optional<HistoryStore> history,
            Function<String, Optional<Progress>> progress) {
        this.progress = progress;
        this.catalogue = catalogue;
        this.scheduler = scheduler;
        this.results = results;
        this.history = history;
    }

    /** Returns the results of a database as JSON, newest first; may return more than the limit. */
    public List<JsonObject> list(Kind kind, String database, int limit) {
        return switch (kind) {
            case CHECKS ->
                ask(open -> open.checks().page(database, Page.newest(limit)), () -> latestChecks(database)).stream()
                        .map(ResultJson::check)
                        .toList();
            case DRILLS ->
                ask(
                                open -> open.drills().page(database, Page.newest(limit)),
                                () -> results.recentDrills(database, limit))
                        .stream()
                        .map(ResultJson::drill)
                        .toList();
            case SCRUBS ->
                ask(
                                open -> open.scrubs().page(database, Page.newest(limit)),
                                () -> results.recentScrubs(database, limit))
                        .stream()
                        .map(ResultJson::scrub)
                        .toList();
            case RESTORES ->
                ask(
                                open -> open.restores().page(database, Page.newest(limit)),
                                () -> results.recentRestores(database, limit))
                        .stream()
                        .map(ResultJson::restore)
                        .toList();
        };
    }

    private List<CheckResult> latestChecks(String database) {
        return catalogue.find(database).stream()
                .flatMap(found -> found.replicas().stream())
                .flatMap(replica -> results.latestCheck(replica.id()).stream())
                .toList();
    }

    /** Returns the queued and running runs of a database as JSON, those with the earliest request first. */
    List<JsonObject> active(String database) {
        return scheduler.running().stream()
                .filter(run -> catalogue.databaseOf(run.database()).equals(database))
                .sorted(Comparator.comparing(ActiveRun::since))
                .map(this::active)
                .toList();
    }

    private JsonObject active(ActiveRun run) {
        Optional<Progress> known = progress.apply(run.id());
        return JsonObject.with()
                .put("kind", run.kind().name().toLowerCase(Locale.ROOT))
                .put("id", run.id())
                .put(
                        "replica",
                        catalogue.ofJob(run.database()).map(each -> each.id().replica()))
                .put("state", run.state() == JobState.QUEUED ? "queued" : "running")
                .put("since", run.since())
                .put("phase", known.map(Progress::phase))
                .put("bytes", known.map(Progress::bytes))
                .put("bytes_total", known.flatMap(Progress::bytesTotal))
                .put("pages", known.flatMap(Progress::pages))
                .put("seconds_left", known.flatMap(Progress::left))
                .build();
    }

    /** Returns a run by its id, from the moment that the id was returned to a client. */
    public Optional<RunView> find(Kind kind, String id) {
        Optional<RunHandle> run = scheduler.find(id).filter(known -> known.kind() == jobKind(kind));
        // before the result is read: otherwise a run that ends in between would be done without a result
        boolean done = run.map(RunHandle::isOver).orElse(true);
        Optional<Result> result = done ? result(kind, id) : Optional.empty();
        return run.map(known -> catalogue.databaseOf(known.database()))
                .or(() -> result.map(Result::database))
                .map(database -> new RunView(
                        id, database, done, result.map(Result::json), done ? Optional.empty() : progress.apply(id)));
    }

    private static JobKind jobKind(Kind kind) {
        return switch (kind) {
            case CHECKS -> JobKind.CHECK;
            case DRILLS -> JobKind.DRILL;
            case SCRUBS -> JobKind.SCRUB;
            case RESTORES -> JobKind.RESTORE;
        };
    }

    private Optional<Result> result(Kind kind, String id) {
        return switch (kind) {
            case CHECKS, SCRUBS -> Optional.empty();
            case DRILLS ->
                results.recentDrill(id)
                        .or(() -> ask(open -> open.drills().byId(id), Optional::<DrillResult>empty))
                        .map(drill -> new Result(drill.id().database(), ResultJson.drill(drill)));
            case RESTORES ->
                results.recentRestore(id)
                        .or(() -> ask(open -> open.restores().byId(id), Optional::<RestoreReport>empty))
                        .map(report -> new Result(report.id().database(), ResultJson.restore(report)));
        };
    }

    private <T> T ask(Function<HistoryStore, T> query, Supplier<T> without) {
        try {
            return history.map(query).orElseGet(without);
        } catch (HistoryException e) {
            throw new ProblemException(Problem.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private record Result(String database, JsonObject json) {}
}
