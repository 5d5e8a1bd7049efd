package io.litedrill.daemon;

import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import io.litedrill.recover.RestoreRequest.Requester;
import io.litedrill.restore.RestorePhase;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Describes a restore that was requested over HTTP and has not ended.
 *
 * @param live true for a restore over the live path; false for one to a new file
 * @param output the path to restore to
 * @param step the progress
 */
public record PendingRestore(String runId, String database, boolean live, Path output, Step step, Requester by) {
    /**
     * Holds the progress of a request.
     *
     * @param at the time of the request
     * @param replica the name of the replica that is read; empty until it is chosen
     * @param phase the phase; empty while the restore is queued
     */
    public record Step(Instant at, Optional<String> replica, Optional<RestorePhase> phase) {}

    public PendingRestore with(Optional<String> replica, RestorePhase phase) {
        return new PendingRestore(
                runId,
                database,
                live,
                output,
                new Step(step.at, replica.or(() -> step.replica), Optional.of(phase)),
                by);
    }

    /** Returns the phase for messages and JSON, {@code queued} before the first one. */
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
                .put("who", by.who())
                .put("from", by.from())
                .put("what", by.what())
                .build();
    }

    /**
     * Parses the output of {@link #json}.
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
                    new Requester(need(json, "who"), need(json, "from"), need(json, "what")));
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
