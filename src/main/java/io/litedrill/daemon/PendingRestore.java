package io.litedrill.daemon;

import io.litedrill.http.RestoreRequest.Asker;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import io.litedrill.restore.RestorePhase;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A restore that was asked for over HTTP and has not come to its end.
 *
 * @param live whether it goes over the live path; else to a new file
 * @param output where to
 * @param step how far it has come
 */
public record PendingRestore(String runId, String database, boolean live, Path output, Step step, Asker asker) {
    /**
     * How far an order has come.
     *
     * @param at when it was asked for
     * @param replica that it reads; empty until that is chosen
     * @param phase empty while it is queued
     */
    public record Step(Instant at, Optional<String> replica, Optional<RestorePhase> phase) {}

    public PendingRestore with(Optional<String> replica, RestorePhase phase) {
        return new PendingRestore(
                runId,
                database,
                live,
                output,
                new Step(step.at, replica.or(() -> step.replica), Optional.of(phase)),
                asker);
    }

    /** In words. */
    public String phase() {
        return step.phase.map(PendingRestore::wire).orElse("queued");
    }

    public static String wire(RestorePhase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    public JsonObject json() {
        return JsonObject.with()
                .put("id", runId)
                .put("database", database)
                .put("live", live)
                .put("output", output)
                .put("asked_at", step.at)
                .put("replica", step.replica)
                .put("phase", phase())
                .put("who", asker.who())
                .put("from", asker.from())
                .put("what", asker.what())
                .build();
    }

    /**
     * Reads what {@link #json} wrote.
     *
     * @throws JsonException for anything else
     */
    public static PendingRestore of(JsonObject json) {
        try {
            Step step = new Step(
                    json.time("asked_at").orElseThrow(() -> lacks("asked_at")),
                    json.text("replica"),
                    Arrays.stream(RestorePhase.values())
                            .filter(phase -> wire(phase).equals(need(json, "phase")))
                            .findFirst());
            return new PendingRestore(
                    need(json, "id"),
                    need(json, "database"),
                    json.flag("live").orElseThrow(() -> lacks("live")),
                    Path.of(need(json, "output")),
                    step,
                    new Asker(need(json, "who"), need(json, "from"), need(json, "what")));
        } catch (InvalidPathException e) {
            throw new JsonException("output: " + e.getMessage(), e);
        }
    }

    private static String need(JsonObject json, String key) {
        return json.text(key).orElseThrow(() -> lacks(key));
    }

    private static JsonException lacks(String key) {
        return new JsonException("lacks " + key);
    }
}
