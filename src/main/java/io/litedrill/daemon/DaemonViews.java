package io.litedrill.daemon;

import io.litedrill.app.MonitoredDatabase;
import io.litedrill.app.MonitoredReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.http.Problem;
import io.litedrill.http.ProblemException;
import io.litedrill.http.Views;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.replica.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Provides the data that the API shows. */
public final class DaemonViews implements Views {
    private final Catalogue catalogue;
    private final RunQueries past;
    private final ResultPublisher results;
    private final BestReplica best;
    private final Board board;
    private final Lookups lookups;

    /**
     * Holds the services that read a replica or the history for a request.
     *
     * @param restores plans restores
     */
    public record Lookups(WindowReader windows, TrendQueries trends, RestoreService restores) {}

    public DaemonViews(Catalogue catalogue, RunQueries past, ResultPublisher results, Board board, Lookups lookups) {
        this.catalogue = catalogue;
        this.past = past;
        this.results = results;
        this.best = new BestReplica(results);
        this.board = board;
        this.lookups = lookups;
    }

    @Override
    public String databases() {
        return JsonObject.compact(catalogue.all().stream().map(this::show).toList());
    }

    @Override
    public Optional<String> database(String name) {
        return catalogue
                .find(name)
                .map(database -> JsonObject.with()
                        .putAll(show(database))
                        .put("board", board.row(database))
                        .put("meanings", meanings(database))
                        .build()
                        .compact());
    }

    private JsonObject show(MonitoredDatabase database) {
        return JsonObject.with()
                .put("name", database.name())
                .put("verdict", best.verdict(database).name().toLowerCase(Locale.ROOT))
                .put("live", database.database().live())
                .put("replicas", database.replicas().stream().map(this::show).toList())
                .build();
    }

    /** Returns what the codes of the latest findings mean. */
    private JsonObject meanings(MonitoredDatabase database) {
        Stream<FindingCode> codes = database.replicas().stream()
                .map(MonitoredReplica::id)
                .flatMap(id -> Stream.concat(
                        results.latestCheck(id).stream().flatMap(check -> check.findings().stream()),
                        results.latestDrill(id).stream().flatMap(drill -> drill.findings().stream())))
                .map(Finding::code);
        JsonObject.Builder meanings = JsonObject.with();
        codes.distinct().sorted().forEach(code -> meanings.put(code.wire(), code.meaning()));
        return meanings.build();
    }

    private JsonObject show(MonitoredReplica replica) {
        return JsonObject.with()
                .put("name", replica.id().replica())
                .put("location", replica.location())
                .put("objectives", Board.objectives(replica.objectives()))
                .put("check", results.latestCheck(replica.id()).map(ResultJson::check))
                .put("drill", results.latestDrill(replica.id()).map(ResultJson::drill))
                .build();
    }

    @Override
    public Optional<String> window(String name, Optional<Instant> around) {
        return catalogue
                .find(name)
                .map(database -> best.of(database)
                        .map(readable ->
                                lookups.windows().read(readable.watched()).json(around))
                        .map(JsonObject::compact)
                        .orElseThrow(() -> new ProblemException(
                                Problem.UNAVAILABLE,
                                name + ": no replica of it can be read by this version. Its checks say why")));
    }

    @Override
    public Optional<String> history(Kind kind, String name, int limit) {
        return catalogue.find(name).map(database -> {
            List<JsonObject> newestFirst = past.list(kind, name, limit);
            return JsonObject.compact(newestFirst.subList(0, Math.min(limit, newestFirst.size())));
        });
    }

    @Override
    public String board() {
        List<JsonObject> rows = catalogue.all().stream().map(board::row).toList();
        return JsonObject.with().put("databases", rows).build().compact();
    }

    @Override
    public Optional<String> trend(String name, Duration since) {
        return catalogue
                .find(name)
                .map(database -> lookups.trends().of(database, since).compact());
    }

    @Override
    public Optional<String> plan(String name, Point point) {
        return catalogue
                .find(name)
                .map(database -> lookups.restores().preview(database, point).compact());
    }

    @Override
    public Optional<String> runs(String name) {
        return catalogue.find(name).map(database -> JsonObject.compact(past.active(name)));
    }

    @Override
    public Optional<RunView> run(Kind kind, String id) {
        return past.find(kind, id);
    }
}
