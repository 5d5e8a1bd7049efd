package io.litedrill.campaign;

import io.litedrill.litestream.GoldenManifest.GoldenFile;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.storage.MemoryObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a replica in memory, by path below its root. Immutable: each change creates another image that shares
 * the rest.
 */
final class ReplicaImage {
    private final NavigableMap<String, Content> files;

    private ReplicaImage(NavigableMap<String, Content> files) {
        this.files = Collections.unmodifiableNavigableMap(files);
    }

    /** A file's immutable bytes, and its modification time. */
    static final class Content {
        private final byte[] bytes;
        private final Instant time;

        Content(byte[] bytes, Instant time) {
            this.bytes = bytes;
            this.time = time;
        }

        byte[] bytes() {
            return bytes.clone();
        }

        int size() {
            return bytes.length;
        }

        Instant time() {
            return time;
        }

        boolean isSame(Content other) {
            return time.equals(other.time) && Arrays.equals(bytes, other.bytes);
        }
    }

    /** Returns a golden replica with the times that Litestream set. */
    static ReplicaImage golden(GoldenReplica golden) throws IOException {
        NavigableMap<String, Content> files = new TreeMap<>();
        for (GoldenFile file : golden.manifest().files()) {
            files.put(file.path(), new Content(Files.readAllBytes(golden.files().resolve(file.path())), file.mtime()));
        }
        return new ReplicaImage(files);
    }

    /** Returns a replica in a folder that no process writes any longer. */
    static ReplicaImage folder(Path root) throws IOException {
        NavigableMap<String, Content> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Instant time = Files.getLastModifiedTime(file).toInstant();
                files.put(root.relativize(file).toString(), new Content(Files.readAllBytes(file), time));
            }
        }
        return new ReplicaImage(files);
    }

    /** Returns the replica after these changes, applied in order. */
    ReplicaImage with(List<Change> changes) {
        NavigableMap<String, Content> changed = new TreeMap<>(files);
        for (Change change : changes) {
            if (change instanceof Change.Put put) {
                changed.put(put.path(), put.content());
            } else {
                changed.remove(change.path());
            }
        }
        return new ReplicaImage(changed);
    }

    /** Returns every path, sorted. */
    List<String> paths() {
        return List.copyOf(files.keySet());
    }

    /** Returns the paths that contain this text, sorted. */
    List<String> paths(String part) {
        return files.keySet().stream().filter(path -> path.contains(part)).toList();
    }

    boolean has(String path) {
        return files.containsKey(path);
    }

    Content file(String path) {
        return Optional.ofNullable(files.get(path)).orElseThrow(() -> new IllegalArgumentException(path));
    }

    byte[] bytes(String path) {
        return file(path).bytes();
    }

    Instant time(String path) {
        return file(path).time();
    }

    /** Returns the latest time of any file. */
    Instant newest() {
        return files.values().stream()
                .map(Content::time)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /** Puts every file below a root of a store. */
    void fill(MemoryObjectStore store, String root) {
        files.forEach((path, file) -> store.put(root + "/" + path, file.bytes, file.time));
    }

    /** Changes a folder with another image to this one. */
    void write(ReplicaImage before, Path folder) {
        try {
            for (String path : before.paths()) {
                if (!has(path)) {
                    Files.delete(folder.resolve(path));
                }
            }
            for (Map.Entry<String, Content> entry : files.entrySet()) {
                String path = entry.getKey();
                if (!before.has(path) || !before.file(path).isSame(entry.getValue())) {
                    write(folder.resolve(path), entry.getValue());
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void write(Path file, Content content) throws IOException {
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
        Files.write(file, content.bytes);
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(content.time));
    }

    /** Returns an image without files. */
    static ReplicaImage empty() {
        return new ReplicaImage(new TreeMap<>());
    }
}
