package io.litedrill.http;

import io.litedrill.json.JsonObject;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.replica.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** One database, {@code app/main.db}, whose runs last until the test ends them. */
final class Backend implements Views, Actions {
    static final String NAME = "app/main.db";

    final List<RestoreRequest> orders = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final Map<String, CompletableFuture<JsonObject>> runs = new ConcurrentHashMap<>();
    /** The progress of every run. */
    volatile Optional<Progress> progress = Optional.empty();

    private final Map<IdempotencyKey, String> keys = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();

    @Override
    public String databases() {
        return "[" + database(NAME).orElseThrow() + "]";
    }

    @Override
    public Optional<String> database(String name) {
        return known(name, "{\"name\":\"app/main.db\",\"replicas\":[]}");
    }

    @Override
    public Optional<String> window(String name, Optional<Instant> around) {
        if (name.equals("down")) {
            throw new ProblemException(Problem.UNAVAILABLE, "the store does not answer. Try again");
        }
        if (name.equals("broken")) {
            throw new IllegalStateException("a mistake with a secret in it");
        }
        String near = around.map(time -> "{\"time\":\"" + time + "\"}").orElse("null");
        return known(name, "{\"spans\":[],\"gaps\":[],\"around\":" + near + "}");
    }

    @Override
    public Optional<String> history(Kind kind, String name, int limit) {
        return known(name, "[{\"kind\":\"" + kind + "\",\"limit\":" + limit + "}]");
    }

    @Override
    public String board() {
        return "{\"databases\":[]}";
    }

    @Override
    public Optional<String> trend(String name, Duration since) {
        return known(name, "{\"since\":\"" + since + "\",\"replicas\":[]}");
    }

    @Override
    public Optional<String> plan(String name, Point point) {
        return known(name, "{\"point\":\"" + point + "\"}");
    }

    @Override
    public Optional<String> runs(String name) {
        return known(name, "[]");
    }

    @Override
    public Optional<RunView> run(Kind kind, String id) {
        return Optional.ofNullable(runs.get(kind + " " + id))
                .map(run -> new RunView(
                        id,
                        NAME,
                        run.isDone(),
                        run.isDone() && !run.isCompletedExceptionally() ? Optional.of(run.join()) : Optional.empty(),
                        progress));
    }

    @Override
    public Optional<Started> check(String database) {
        return known(database, "").map(known -> started(Kind.CHECKS));
    }

    @Override
    public Optional<Started> drill(String database) {
        return known(database, "").map(known -> started(Kind.DRILLS));
    }

    @Override
    public Optional<Started> scrub(String database) {
        return known(database, "").map(known -> started(Kind.SCRUBS));
    }

    @Override
    public Optional<Started> restore(String database, RestoreRequest order) {
        return known(database, "").map(known -> {
            orders.add(order);
            return started(Kind.RESTORES, order.runId());
        });
    }

    @Override
    public Optional<String> dryRun(String database, RestoreRequest order) {
        return known(database, "").map(known -> {
            orders.add(order);
            return "{\"dry_run\":true}";
        });
    }

    void end(Kind kind, String id, String result) {
        Optional.ofNullable(runs.get(kind + " " + id)).orElseThrow().complete(JsonObject.parse(result));
    }

    @Override
    public String newRunId() {
        return "run-" + ids.incrementAndGet();
    }

    @Override
    public Optional<Started> repeated(IdempotencyKey key) {
        return Optional.ofNullable(keys.get(key))
                .map(id -> new Started(
                        id,
                        false,
                        Optional.ofNullable(runs.get(Kind.RESTORES + " " + id)).orElseThrow()));
    }

    @Override
    public void begins(IdempotencyKey key, String runId) {
        keys.put(key, runId);
    }

    @Override
    public void answered(IdempotencyKey key, boolean refused) {
        if (refused) {
            keys.remove(key);
        }
    }

    @Override
    public Optional<String> cancel(String runId, String by) {
        if (!runs.containsKey(Kind.RESTORES + " " + runId)) {
            return Optional.empty();
        }
        asked.add("cancel " + runId + " by " + by);
        return Optional.of(NAME);
    }

    private Started started(Kind kind) {
        return started(kind, newRunId());
    }

    private Started started(Kind kind, String id) {
        asked.add(kind + " " + id);
        CompletableFuture<JsonObject> run = new CompletableFuture<>();
        runs.put(kind + " " + id, run);
        return new Started(id, false, run);
    }

    private static Optional<String> known(String name, String body) {
        return name.equals(NAME) ? Optional.of(body) : Optional.empty();
    }
}
