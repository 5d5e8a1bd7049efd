package io.litedrill.json;

import io.litedrill.check.LiveMemory;
import io.litedrill.check.LiveMemory.RestoredFile;
import io.litedrill.live.FileStamp;
import io.litedrill.replica.RecoveryPoint;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Converts what is stored about a live file to JSON and back, for the history. */
public final class LiveMemoryJson {
    private LiveMemoryJson() {}

    /** Returns the facts as one object. */
    public static JsonObject write(LiveMemory memory) {
        return JsonObject.with()
                .put("path", memory.path().toString())
                .put("restored", memory.restored().map(LiveMemoryJson::write))
                .build();
    }

    private static JsonObject write(RestoredFile restored) {
        return JsonObject.with()
                .put("bytes", restored.file().bytes())
                .put("modified", restored.file().modified())
                .put("time", restored.point().time())
                .put("position", restored.point().position().toString())
                .put("at", restored.at())
                .build();
    }

    /**
     * Reads the object from {@link #write(LiveMemory)}.
     *
     * @throws JsonException for other JSON
     */
    public static LiveMemory read(JsonObject json) {
        String path = json.text("path").orElseThrow(() -> missing("path"));
        try {
            return new LiveMemory(Path.of(path), json.object("restored").map(LiveMemoryJson::restored));
        } catch (InvalidPathException e) {
            throw new JsonException("path: " + e.getMessage(), e);
        }
    }

    private static RestoredFile restored(JsonObject json) {
        FileStamp file = new FileStamp(
                json.integer("bytes").orElseThrow(() -> missing("bytes")),
                json.time("modified").orElseThrow(() -> missing("modified")));
        RecoveryPoint point = new RecoveryPoint(
                json.time("time").orElseThrow(() -> missing("time")), WalMemoryJson.position(json, "position"));
        return new RestoredFile(file, point, json.time("at").orElseThrow(() -> missing("at")));
    }

    private static JsonException missing(String key) {
        return new JsonException(key + ": missing or null");
    }
}
