package io.litedrill.app;

import io.litedrill.json.JsonObject;
import io.litedrill.replica.format.LtxTimestamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Copies the demo replicas from the jar. Litestream wrote them; only their times are moved, so that they look recently
 * written.
 */
final class DemoReplicas {
    /** Maps the names of the demo's databases to the folders in the jar. */
    static final Map<String, String> CASES =
            Map.of("sound-wal", "wal/basic", "sound-ltx", "ltx/basic", "broken-ltx", "ltx/hole");

    /** The age of the newest file. In a younger replica, the gap could be a file that is still being uploaded. */
    private static final Duration AGE = Duration.ofSeconds(40);

    private DemoReplicas() {}

    /**
     * Copies one replica.
     *
     * @param folder the folder in the jar
     * @param target must not exist
     */
    static void copy(String folder, Path target, Instant now) throws IOException {
        List<JsonObject> files = JsonObject.parse(new String(bytes(folder + "/manifest.json"), StandardCharsets.UTF_8))
                .objects("files")
                .orElseThrow();
        Instant newest = files.stream()
                .map(DemoReplicas::written)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Duration shift =
                Duration.ofMillis(Duration.between(newest, now.minus(AGE)).toMillis());
        for (JsonObject file : files) {
            String path = file.text("path").orElseThrow();
            copy(bytes(folder + "/replica/" + path), target.resolve(path), shift);
            Files.setLastModifiedTime(
                    target.resolve(path), FileTime.from(written(file).plus(shift)));
        }
    }

    private static Instant written(JsonObject file) {
        return file.time("mtime").orElseThrow();
    }

    private static void copy(byte[] content, Path target, Duration shift) throws IOException {
        if (target.toString().endsWith(".ltx")) {
            LtxTimestamp.shift(content, shift);
        }
        Files.createDirectories(target.getParent());
        Files.write(target, content);
    }

    private static byte[] bytes(String path) throws IOException {
        try (InputStream in = DemoReplicas.class.getResourceAsStream("/demo/" + path)) {
            if (in == null) {
                throw new IOException("/demo/" + path + ": is missing from this build. Rebuild it");
            }
            return in.readAllBytes();
        }
    }
}
