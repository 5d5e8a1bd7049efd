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
 * Copies the demo replicas from the jar. Litestream wrote them; only their times are moved, as if it had written them
 * in the week before.
 */
final class DemoReplicas {
    /** Maps the names of the demo's databases to the folders in the jar. */
    static final Map<String, String> CASES =
            Map.of("sound-wal", "wal/basic", "sound-ltx", "ltx/basic", "broken-ltx", "ltx/hole");

    /** The age of the newest file. In a younger replica, the gap could be a file that is still being uploaded. */
    private static final Duration AGE = Duration.ofSeconds(40);

    /** The length of the window. */
    static final Duration WEEK = Duration.ofDays(7);

    private DemoReplicas() {}

    /**
     * Describes a file of a replica.
     *
     * @param target where it is copied to
     * @param written the time in the demo at which Litestream wrote it
     * @param shift the distance of that time from the real one
     */
    record DemoFile(String source, Path target, Instant written, Duration shift) {
        void write() throws IOException {
            byte[] content = bytes(source);
            if (source.endsWith(".ltx")) {
                LtxTimestamp.shift(content, shift);
            }
            Files.createDirectories(target.getParent());
            Files.write(target, content);
            Files.setLastModifiedTime(target, FileTime.from(written));
        }
    }

    /**
     * Returns the files of one replica, oldest first.
     *
     * @param folder the folder in the jar
     * @param target the folder of the replica
     */
    static List<DemoFile> files(String folder, Path target, Instant now) throws IOException {
        List<JsonObject> files = JsonObject.parse(new String(bytes(folder + "/manifest.json"), StandardCharsets.UTF_8))
                .objects("files")
                .orElseThrow();
        List<Instant> times = files.stream().map(DemoReplicas::written).sorted().toList();
        Stretch stretch = new Stretch(times.get(0), times.get(times.size() - 1), now.minus(AGE));
        return files.stream()
                .map(file -> copy(folder, target, file, stretch))
                .sorted(Comparator.comparing(DemoFile::written))
                .toList();
    }

    private static DemoFile copy(String folder, Path target, JsonObject file, Stretch stretch) {
        String path = file.text("path").orElseThrow();
        Duration shift = stretch.shift(written(file));
        return new DemoFile(
                folder + "/replica/" + path, target.resolve(path), written(file).plus(shift), shift);
    }

    /** Stretches the seconds between the oldest and the newest file to a week. */
    private record Stretch(Instant oldest, Instant newest, Instant end) {
        /** Returns the distance to the new time; whole milliseconds, as LTX headers need. */
        Duration shift(Instant time) {
            double part = (double) Duration.between(time, newest).toMillis()
                    / Duration.between(oldest, newest).toMillis();
            Instant moved = end.minusMillis(Math.round(WEEK.toMillis() * part));
            return Duration.ofMillis(Duration.between(time, moved).toMillis());
        }
    }

    private static Instant written(JsonObject file) {
        return file.time("mtime").orElseThrow();
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
