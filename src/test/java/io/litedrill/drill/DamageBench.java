package io.litedrill.drill;

import io.litedrill.check.CheckResult;
import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Checker;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.litestream.GoldenManifest.GoldenFile;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.recover.FileRestorer;
import io.litedrill.recover.Permission;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.recover.RestoreSource;
import io.litedrill.recover.TestRequests;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.format.AgeIdentities;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.timeline.Window;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.FaultInjectingStore;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A replica in memory that is damaged, then checked, drilled and restored with fallback like in production. */
final class DamageBench {
    private static final String ROOT = "replica";
    private static final Objectives OBJECTIVES = new Objectives(
            Duration.ofDays(10_000), Optional.empty(), Duration.ofDays(2), Optional.empty(), Optional.empty());

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final FaultInjectingStore faults = new FaultInjectingStore(store);
    private final Map<String, Instant> times = new TreeMap<>();
    private final Path folder;
    private ReplicaHistory experience = ReplicaHistory.NONE;

    /** Creates an empty replica, whose drills and restores write below a folder. */
    DamageBench(Path folder) {
        this.folder = folder;
    }

    /** Copies a golden replica, with the times that Litestream set. */
    static DamageBench golden(String name, Path folder) throws IOException {
        DamageBench bench = new DamageBench(folder);
        GoldenReplica golden = GoldenReplica.load(name);
        for (GoldenFile file : golden.manifest().files()) {
            bench.put(file.path(), Files.readAllBytes(golden.files().resolve(file.path())), file.mtime());
        }
        return bench;
    }

    /** Sets the history of all later runs. */
    void remember(ReplicaHistory memory) {
        experience = memory;
    }

    /** Returns the recovery points, as {@code litedrill window} lists them. */
    Window window() throws StorageException {
        return watched()
                .scanner(new ReadingCache(10_000), experience, clock())
                .scan(Depth.FULL)
                .timeline()
                .window();
    }

    void put(String path, byte[] bytes, Instant time) {
        times.put(path, time);
        store.put(ROOT + "/" + path, bytes, time);
    }

    /** Replaces the content at a path, and keeps the time. */
    void replace(String path, byte[] bytes) {
        put(path, bytes, time(path));
    }

    void delete(String path) {
        times.remove(path);
        store.delete(ROOT + "/" + path);
    }

    void truncate(String path, long size) throws StorageException {
        replace(path, Arrays.copyOf(bytes(path), (int) size));
    }

    void flip(String path, int at, int mask) throws StorageException {
        byte[] bytes = bytes(path);
        bytes[at] ^= (byte) mask;
        replace(path, bytes);
    }

    /** Runs an action each time before a file is opened. */
    void beforeOpen(String path, Runnable action) {
        faults.beforeOpen(ROOT + "/" + path, action);
    }

    void swap(String one, String other) throws StorageException {
        byte[] bytes = bytes(one);
        replace(one, bytes(other));
        replace(other, bytes);
    }

    byte[] bytes(String path) throws StorageException {
        return store.bytes(ROOT + "/" + path);
    }

    Instant time(String path) {
        return Optional.ofNullable(times.get(path)).orElseThrow();
    }

    /** Returns the paths that contain this text, sorted. */
    List<String> paths(String part) {
        return times.keySet().stream().filter(path -> path.contains(part)).toList();
    }

    CheckedReplica watched() {
        return new CheckedReplica(
                new ReplicaId("app", "memory"),
                new Replica(faults, ROOT).with(AgeIdentities.of(List.of(GoldenReplica.identity()))),
                Optional.empty(),
                OBJECTIVES,
                WriterSettings.DEFAULTS);
    }

    /** Returns a clock at a minute after the newest file, so that no upload is pending and none is overdue. */
    private InstantSource clock() {
        Instant newest = times.values().stream().max(Instant::compareTo).orElse(Instant.EPOCH);
        return InstantSource.fixed(newest.plusSeconds(60));
    }

    CheckResult check() {
        return new Checker(experience, new ReadingCache(10_000), clock()).check(watched());
    }

    /** Returns the newest recovery point, of any database. */
    Optional<RecoveryPoint> newest() {
        return check().seen().newest();
    }

    DrillResult drill() {
        return drill(RestoreListener.NONE);
    }

    DrillResult drill(RestoreListener listener) {
        Driller driller = new Driller(folder.resolve("scratch"), new ReadingCache(10_000), experience, clock());
        return driller.drill(new DrillOrder("run", watched(), new Point.Newest(), DrillBench.SOUND), listener);
    }

    ScrubResult scrub() {
        return scrub(experience);
    }

    ScrubResult scrub(ReplicaHistory memory) {
        return scrub(memory, RestoreListener.NONE);
    }

    ScrubResult scrub(RestoreListener listener) {
        return scrub(experience, listener);
    }

    private ScrubResult scrub(ReplicaHistory memory, RestoreListener listener) {
        return new Scrubber(folder.resolve("scratch"), memory, clock())
                .scrub(new ScrubOrder("scrub", watched()), listener);
    }

    /** Returns the output file of {@link #restore}, which may exist. */
    Path output() {
        return folder.resolve("out.db");
    }

    /** Restores a point, or the newest sound one before it, and replaces the output of an earlier call. */
    RestoreReport restore(Point point) throws IOException {
        Files.deleteIfExists(output());
        return restore(point, Permissions.of(Permission.FALLBACK));
    }

    RestoreReport restore(Point point, Permissions permissions) {
        RestoreRequest request = TestRequests.toFile("run", point, output(), permissions);
        return new FileRestorer(new ReadingCache(10_000), experience, clock())
                .restore(request, new RestoreSource(watched(), DrillBench.SOUND), RestoreListener.NONE);
    }
}
