package io.litedrill.litestream;

import io.litedrill.litestream.GoldenManifest.Expected;
import io.litedrill.litestream.GoldenManifest.GoldenFile;
import io.litedrill.litestream.GoldenManifest.Kind;
import io.litedrill.litestream.GoldenManifest.Refused;
import io.litedrill.replica.format.LtxTimestamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * A replica that real Litestream wrote, kept in {@code testdata/<layout>/<case>/}, with the states that real
 * Litestream restores from it. {@code testdata/README.md} explains the manifest.
 *
 * @param folder of the case: {@code manifest.json} and {@code replica/}
 */
public record GoldenReplica(Path folder, GoldenManifest manifest) {
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
        return new GoldenReplica(folder, JSON.readValue(manifest.toFile(), GoldenManifest.class));
    }

    /** Returns the names of all cases, sorted. */
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

    /** Returns the secret key for {@code wal/encrypted}. */
    public static String identity() {
        try (Stream<String> lines = Files.lines(testdata().resolve("test-identity.txt"))) {
            return lines.filter(line -> line.startsWith("AGE-SECRET-KEY-1"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns the folder of all cases, found upwards from the working directory. */
    public static Path testdata() {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder.getParent() != null, Path::getParent)
                .map(folder -> folder.resolve("testdata"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no folder testdata above the working directory"));
    }

    /** Returns the replica's files as git stores them: correct bytes, meaningless times. */
    public Path files() {
        return folder.resolve("replica");
    }

    /** Returns the points that restore soundly. */
    public List<Expected> expected() {
        return manifest.expected();
    }

    /** Returns the first expected point of this kind. */
    public Expected expected(Kind kind) {
        return expected().stream()
                .filter(point -> point.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(manifest.name() + " expects no point " + kind));
    }

    /** Returns the time of the newest file. */
    public Instant newestFile() {
        return manifest.files().stream()
                .map(GoldenFile::mtime)
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** Copies the files into a new folder, with the modification times that Litestream set. */
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
                byte[] bytes = Files.readAllBytes(copy);
                LtxTimestamp.shift(bytes, shift);
                Files.write(copy, bytes);
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
}
