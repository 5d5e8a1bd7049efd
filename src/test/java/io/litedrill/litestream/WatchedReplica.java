package io.litedrill.litestream;

import io.litedrill.check.CheckResult;
import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Checker;
import io.litedrill.check.Finding;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import io.litedrill.drill.DrillBench;
import io.litedrill.drill.DrillOrder;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Driller;
import io.litedrill.drill.ScrubOrder;
import io.litedrill.drill.ScrubResult;
import io.litedrill.drill.Scrubber;
import io.litedrill.recover.FileRestorer;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.recover.RestoreSource;
import io.litedrill.recover.TestRequests;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.timeline.Chain;
import io.litedrill.replica.timeline.Timeline;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A replica that real Litestream writes as configured by {@link Replicate}. All runs of Litedrill on it share one
 * cache.
 */
final class WatchedReplica {
    /** The settings of {@link Replicate}. */
    static final WriterSettings SETTINGS = new WriterSettings(
            Duration.ofMillis(100), Optional.empty(), Duration.ofHours(720), Duration.ofHours(1), true);

    private final ReadingCache cache = new ReadingCache(10_000);
    private final AtomicInteger runs = new AtomicInteger();
    private final CheckedReplica watched;
    private final Path work;
    private ReplicaHistory memory = ReplicaHistory.NONE;

    private WatchedReplica(CheckedReplica watched, Path work) {
        this.watched = watched;
        this.work = work;
    }

    /**
     * Watches a replica beside its live database, with an RPO of two seconds.
     *
     * @param work its own folder, for scratch and restored files
     */
    static WatchedReplica of(Replica replica, Path live, Path work) throws IOException {
        Objectives objectives = new Objectives(
                Duration.ofSeconds(2), Optional.empty(), Duration.ofDays(2), Optional.empty(), Optional.empty());
        ReplicaId id = new ReplicaId("app", "main");
        Files.createDirectories(work.resolve("restored"));
        return new WatchedReplica(new CheckedReplica(id, replica, Optional.of(live), objectives, SETTINGS), work);
    }

    /** Watches a replica in a folder. */
    static WatchedReplica inFolder(Path replica, Path live, Path work) throws IOException {
        Path parent = Optional.ofNullable(replica.toAbsolutePath().getParent()).orElseThrow();
        FileObjectStore store = new FileObjectStore(parent, StorageListener.NONE);
        return of(new Replica(store, String.valueOf(replica.getFileName())), live, work);
    }

    /** Sets a history for all later runs. */
    WatchedReplica remembering(ReplicaHistory kept) {
        memory = kept;
        return this;
    }

    /** Returns the replica as runs receive it. */
    CheckedReplica watched() {
        return watched;
    }

    /** Returns the scratch folder of drills. */
    Path scratch() {
        return work.resolve("scratch");
    }

    CheckResult check() {
        return new Checker(memory, cache, InstantSource.system()).check(watched);
    }

    /** Drills the newest state. */
    DrillResult drill() {
        Driller driller = new Driller(scratch(), cache, memory, InstantSource.system());
        DrillOrder order = new DrillOrder(nextRun(), watched, new Point.Newest(), DrillBench.SOUND);
        return driller.drill(order, RestoreListener.NONE);
    }

    /** Scrubs without a history. */
    ScrubResult scrub() {
        return new Scrubber(scratch(), ReplicaHistory.NONE, InstantSource.system())
                .scrub(new ScrubOrder(nextRun(), watched), RestoreListener.NONE);
    }

    /** Restores to a new file, which the report names. */
    RestoreReport restore(Point point) {
        return restore(point, Permissions.NONE);
    }

    RestoreReport restore(Point point, Permissions permissions) {
        String run = nextRun();
        Path output = work.resolve("restored").resolve(run + ".db");
        RestoreRequest request = TestRequests.toFile(run, point, output, permissions);
        return new FileRestorer(cache, memory, InstantSource.system())
                .restore(request, new RestoreSource(watched, DrillBench.SOUND), RestoreListener.NONE);
    }

    /** Returns all recovery points, oldest first, after reading every file that decides. */
    List<RecoveryPoint> points() {
        return timeline().points().toList();
    }

    /** Returns the keys of the files that lead to the newest recovery point, in the order of replay. */
    List<String> newestChain() {
        Timeline timeline = timeline();
        return timeline.newest().flatMap(point -> timeline.chainTo(point.position())).stream()
                .flatMap(Chain::files)
                .map(file -> file.object().key())
                .toList();
    }

    private Timeline timeline() {
        try {
            return new ReplicaScanner(watched.replica(), watched.settings(), cache, InstantSource.system())
                    .scan(Depth.FULL)
                    .timeline();
        } catch (StorageException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns the critical findings. */
    static List<Finding> critical(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity() == Severity.CRITICAL)
                .toList();
    }

    private String nextRun() {
        return "run-" + runs.incrementAndGet();
    }
}
