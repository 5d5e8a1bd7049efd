package io.litedrill.json;

import io.litedrill.check.ReplicaHistory.LastGood;
import io.litedrill.verify.Contents;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Converts the contents found by a passed drill to JSON and back, for the history. */
public final class ContentsJson {
    private ContentsJson() {}

    /** Returns the contents as one object. */
    public static JsonObject write(LastGood kept) {
        JsonObject.Builder rows = JsonObject.with();
        kept.contents().rows().forEach(rows::put);
        JsonObject.Builder violations = JsonObject.with();
        kept.contents().violations().forEach(violations::put);
        return JsonObject.with()
                .put("drill", kept.runId())
                .put("point", kept.point())
                .put("schema", kept.contents().schema())
                .put("schema_version", kept.contents().schemaVersion())
                .put("complete", kept.contents().complete())
                .put("rows", rows.build())
                .put("violations", violations.build())
                .build();
    }

    /**
     * Reads the object from {@link #write}.
     *
     * @throws JsonException for other JSON
     */
    public static LastGood read(JsonObject json) {
        JsonObject rows = json.object("rows").orElseThrow(() -> missing("rows"));
        Contents contents = new Contents(
                json.text("schema").orElseThrow(() -> missing("schema")),
                json.integer("schema_version").orElseThrow(() -> missing("schema_version")),
                counts(rows),
                json.flag("complete").orElse(false),
                json.object("violations").map(ContentsJson::counts).orElseGet(TreeMap::new));
        return new LastGood(
                json.text("drill").orElseThrow(() -> missing("drill")),
                json.time("point").orElseThrow(() -> missing("point")),
                contents);
    }

    private static NavigableMap<String, Long> counts(JsonObject json) {
        NavigableMap<String, Long> counts = new TreeMap<>();
        json.values().keySet().forEach(name -> json.integer(name).ifPresent(number -> counts.put(name, number)));
        return counts;
    }

    private static JsonException missing(String key) {
        return new JsonException(key + ": missing or null");
    }
}
