package io.litedrill.daemon;

import io.litedrill.check.CheckResult;
import io.litedrill.history.HistoryException;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.Page;
import io.litedrill.history.ResultStore;
import io.litedrill.history.ResultStore.Stored;
import io.litedrill.http.Problem;
import io.litedrill.http.ProblemException;
import io.litedrill.http.Views.Kind;
import io.litedrill.http.Views.RunView;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.schedule.JobKind;
import io.litedrill.schedule.RunHandle;
import io.litedrill.schedule.Scheduler;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Queries runs that have ended or are active: from the history, or without one from the daemon's memory. */
public final class RunQueries {
    private final Catalogue catalogue;
    private final Scheduler scheduler;
    private final ResultPublisher results;
    private final Optional<HistoryStore> history;
    private final ActiveJobs active;

    /** Creates the queries. */
    public RunQueries(
            Catalogue catalogue,
            Scheduler scheduler,
            ResultPublisher results,
            Optional<HistoryStore> history,
            ActiveJobs active) {
        this.active = active;
        this.catalogue = catalogue;
        this.scheduler = scheduler;
        this.results = results;
        this.history = history;
    }

    /** Returns the results of a database as JSON, newest first; may return more than the limit. */
    public List<JsonObject> list(Kind kind, String database, int limit) {
        Page page = Page.newest(limit);
        return switch (kind) {
            case CHECKS -> list(HistoryStore::checks, page, database, () -> latestChecks(database), ResultJson::check);
            case DRILLS ->
                list(
                        HistoryStore::drills,
                        page,
                        database,
                        () -> results.recentDrills(database, limit),
                        ResultJson::drill);
            case SCRUBS ->
                list(
                        HistoryStore::scrubs,
                        page,
                        database,
                        () -> results.recentScrubs(database, limit),
                        ResultJson::scrub);
            case RESTORES ->
                list(
                        HistoryStore::restores,
                        page,
                        database,
                        () -> results.recentRestores(database, limit),
                        ResultJson::restore);
        };
    }

    private <R> List<JsonObject> list(
            Function<HistoryStore, ResultStore<R>> table,
            Page page,
            String database,
            Supplier<List<R>> without,
            Function<R, JsonObject> json) {
        return ask(
                        open -> table.apply(open).storedPage(database, page),
                        () -> without.get().stream()
                                .map(result -> new Stored<>(result, Optional.empty()))
                                .toList())
                .stream()
                .map(stored -> withNode(json.apply(stored.result()), stored.node()))
                .toList();
    }

    /** Adds the node that produced a result, in a cluster. */
    private static JsonObject withNode(JsonObject json, Optional<String> node) {
        return node.map(name -> JsonObject.with().putAll(json).put("node", name).build())
                .orElse(json);
    }

    private List<CheckResult> latestChecks(String database) {
        return catalogue.find(database).stream()
                .flatMap(found -> found.replicas().stream())
                .flatMap(replica -> results.latestCheck(replica.id()).stream())
                .toList();
    }

    /** Returns the queued and running runs of a database as JSON, those with the earliest request first. */
    List<JsonObject> active(String database) {
        return active.of(database);
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
                        id, database, done, result.map(Result::json), done ? Optional.empty() : active.progress(id)))
                .or(() -> active.elsewhere(jobKind(kind), id));
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
                result(results.recentDrill(id), HistoryStore::drills, id)
                        .map(drill -> new Result(
                                drill.result().id().database(),
                                withNode(ResultJson.drill(drill.result()), drill.node())));
            case RESTORES ->
                result(results.recentRestore(id), HistoryStore::restores, id)
                        .map(report -> new Result(
                                report.result().id().database(),
                                withNode(ResultJson.restore(report.result()), report.node())));
        };
    }

    /** Returns a result of this node from memory, or one from the history. */
    private <R> Optional<Stored<R>> result(
            Optional<R> recent, Function<HistoryStore, ResultStore<R>> table, String id) {
        Optional<Stored<R>> known = recent.map(result -> new Stored<>(result, history.flatMap(HistoryStore::node)));
        return known.or(() -> ask(open -> table.apply(open).storedById(id), Optional::<Stored<R>>empty));
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
