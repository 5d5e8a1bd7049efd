package io.litedrill.litestream;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * A replica that real Litestream wrote, kept in {@code testdata/<layout>/<case>/}, with what real Litestream restores
 * from it. {@code testdata/README.md} explains the manifest.
 *
 * @param folder of the case: {@code manifest.json} and {@code replica/}
 */
public record GoldenReplica(Path folder, Manifest manifest) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /**
     * Reads the manifest of a case.
     *
     * @param name layout and case, such as {@code wal/basic}
     */
    public static GoldenReplica load(String name) {
        Path folder = testdata().resolve(name);
        Path manifest = folder.resolve("manifest.json");
        if (!Files.exists(manifest)) {
            throw new IllegalArgumentException(manifest + ": no such golden replica. There are: " + names());
        }
        return new GoldenReplica(folder, JSON.readValue(manifest.toFile(), Manifest.class));
    }

    /** The names of all cases, sorted. */
    public static List<String> names() {
        Path root = testdata();
        try (Stream<Path> all = Files.walk(root, 3)) {
            return all.filter(path -> path.endsWith("manifest.json"))
                    .map(path -> root.relativize(path.getParent()).toString())
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The folder of all cases, found upwards from the working directory. */
    public static Path testdata() {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder.getParent() != null, Path::getParent)
                .map(folder -> folder.resolve("testdata"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no folder testdata above the working directory"));
    }

    /** The replica's files as git has them: right bytes, meaningless times. */
    public Path files() {
        return folder.resolve("replica");
    }

    /** Points that restore soundly. */
    public List<Expected> expected() {
        return manifest.expected();
    }

    /** The expected point of this kind that comes first. */
    public Expected expected(Kind kind) {
        return expected().stream()
                .filter(point -> point.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(manifest.name() + " expects no point " + kind));
    }

    /** The time of the newest file. */
    public Instant newestFile() {
        return manifest.files().stream()
                .map(GoldenFile::mtime)
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** Copies the files into a new folder, with the modification times that Litestream gave them. */
    public Copy copyTo(Path target) throws IOException {
        return copyShifted(target, Duration.ZERO);
    }

    /**
     * Copies the files into a new folder as if Litestream had just written them: every time moves by the same whole
     * number of milliseconds, LTX headers included, so that the newest file's is at {@code newest}.
     */
    public Copy copyTo(Path target, Instant newest) throws IOException {
        return copyShifted(target, Duration.ofMillis(newestFile().until(newest, ChronoUnit.MILLIS)));
    }

    private Copy copyShifted(Path target, Duration shift) throws IOException {
        for (GoldenFile file : manifest.files()) {
            Path copy = target.resolve(file.path());
            Files.createDirectories(copy.getParent());
            Files.copy(files().resolve(file.path()), copy);
            if (!shift.isZero() && file.path().endsWith(".ltx")) {
                LtxTimestamp.shift(copy, shift);
            }
            Files.setLastModifiedTime(copy, FileTime.from(file.mtime().plus(shift)));
        }
        List<Expected> moved =
                expected().stream().map(point -> point.shifted(shift)).toList();
        List<Refused> refused =
                manifest.refused().stream().map(point -> point.shifted(shift)).toList();
        return new Copy(target, moved, refused);
    }

    /** A copy of the replica in a folder, and its points in the times of that copy. */
    public record Copy(Path root, List<Expected> expected, List<Refused> refused) {}

    /** What a point is named by. */
    public enum Kind {
        /** The newest state; no value. */
        @JsonProperty("newest")
        NEWEST,
        /** The newest state that can be reached soundly where the newest one cannot; no value. */
        @JsonProperty("newest-sound")
        NEWEST_SOUND,
        /** The value is a time. */
        @JsonProperty("timestamp")
        TIMESTAMP,
        /** The value is a TXID of 16 hex digits. */
        @JsonProperty("txid")
        TXID
    }

    /**
     * How the replica came about, and what is known of it.
     *
     * @param litestream the versions that wrote it, in order
     * @param restoredWith the version whose restore gave the expected values
     * @param pageSize of the database, in bytes
     * @param commands what was done, in order
     * @param removed files that Litestream wrote and that are left out, to make a hole
     */
    public record Manifest(
            String name,
            String description,
            List<String> litestream,
            String restoredWith,
            int pageSize,
            List<String> commands,
            List<String> removed,
            List<GoldenFile> files,
            List<Expected> expected,
            List<Refused> refused) {}

    /**
     * One file of the replica.
     *
     * @param path relative to the replica's root, with slashes
     * @param size in bytes
     * @param mtime the modification time that Litestream gave it
     */
    public record GoldenFile(String path, long size, Instant mtime, String sha256) {}

    /**
     * A point that restores soundly, and what real Litestream restored.
     *
     * @param value a time or a TXID, by kind
     * @param dumpSha256 as {@link Dump} computes it
     * @param fileSha256 of the restored file's bytes
     * @param size of the restored file, in bytes
     * @param userVersion how many transactions the application had committed
     * @param rows by table, Litestream's own included
     * @param balanceSum over all accounts, the same in every sound state
     * @param plan the files that 0.5's own plan names, in order; empty where 0.3 restored
     */
    public record Expected(
            Kind kind,
            Optional<String> value,
            String dumpSha256,
            String fileSha256,
            long size,
            long userVersion,
            Map<String, Long> rows,
            long balanceSum,
            Optional<List<String>> plan) {

        /** The asked-for time of a {@link Kind#TIMESTAMP}. */
        public Instant time() {
            return Instant.parse(value.orElseThrow());
        }

        /** The asked-for transaction of a {@link Kind#TXID}. */
        public long txid() {
            return Long.parseUnsignedLong(value.orElseThrow(), 16);
        }

        /** What to tell {@code litestream restore}. */
        public List<String> arguments() {
            return value.map(text -> List.of(kind == Kind.TXID ? "-txid" : "-timestamp", text))
                    .orElse(List.of());
        }

        private Expected shifted(Duration shift) {
            Optional<String> moved = shiftedValue(kind, value, shift);
            return new Expected(kind, moved, dumpSha256, fileSha256, size, userVersion, rows, balanceSum, plan);
        }
    }

    /**
     * A point that is no recovery point, and what real Litestream did when asked for it.
     *
     * @param why {@code torn}, {@code gap}, {@code between-generations}, {@code between-layouts}, {@code before-first},
     *     {@code before-first-snapshot}, {@code inside-a-file}, {@code unreachable} or {@code after-newest}
     * @param litestreamExit its exit code
     * @param litestreamState what it restored, where it exited with 0
     */
    @JsonIgnoreProperties("litestream_says")
    public record Refused(
            Kind kind, Optional<String> value, String why, int litestreamExit, Optional<String> litestreamState) {

        /** The asked-for time of a {@link Kind#TIMESTAMP}. */
        public Instant time() {
            return Instant.parse(value.orElseThrow());
        }

        /** The asked-for transaction of a {@link Kind#TXID}. */
        public long txid() {
            return Long.parseUnsignedLong(value.orElseThrow(), 16);
        }

        private Refused shifted(Duration shift) {
            return new Refused(kind, shiftedValue(kind, value, shift), why, litestreamExit, litestreamState);
        }
    }

    private static Optional<String> shiftedValue(Kind kind, Optional<String> value, Duration shift) {
        return kind == Kind.TIMESTAMP
                ? value.map(text -> Instant.parse(text).plus(shift).toString())
                : value;
    }
}
