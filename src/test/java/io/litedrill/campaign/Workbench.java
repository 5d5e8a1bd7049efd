package io.litedrill.campaign;

import io.litedrill.check.CheckResult;
import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Checker;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillOrder;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Driller;
import io.litedrill.drill.ExtraChecks;
import io.litedrill.drill.Keeping;
import io.litedrill.drill.ScrubOrder;
import io.litedrill.drill.ScrubResult;
import io.litedrill.drill.Scrubber;
import io.litedrill.recover.FileRestorer;
import io.litedrill.recover.Permission;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.recover.RestoreSource;
import io.litedrill.recover.TestRequests;
import io.litedrill.replica.Point;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.verify.Expectations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Checks, drills and restores a replica in memory like a user's daemon and command line, with only Litestream's
 * settings known.
 */
final class Workbench {
    /** The root of the files in the store. */
    static final String ROOT = "replica";

    /** The settings of the golden replicas' Litestream, as a daemon reads them from the same configuration. */
    static final WriterSettings SETTINGS = new WriterSettings(
            Duration.ofMillis(100), Optional.empty(), Duration.ofHours(720), Duration.ofHours(1), true);

    private static final Expectations DEFAULTS =
            new Expectations(Expectations.Mode.INTEGRITY_CHECK, true, List.of(), List.of(), Duration.ofMinutes(5));
    private static final Objectives OBJECTIVES = objectives(Duration.ofDays(10_000));

    private static Objectives objectives(Duration rpo) {
        return new Objectives(rpo, Optional.empty(), Duration.ofDays(2), Optional.empty(), Optional.empty());
    }

    private final Path folder;
    private final CheckedReplica watched;
    private final InstantSource clock;
    private final ReadingCache cache = new ReadingCache(10_000);

    /** Sets the clock to a minute after the replica's newest file, so that no upload can be pending. */
    Workbench(ReplicaImage image, Path folder) {
        this(image, folder, image.newest().plusSeconds(60));
    }

    /** Creates a workbench for a replica at this time. */
    Workbench(ReplicaImage image, Path folder, Instant now) {
        MemoryObjectStore store = new MemoryObjectStore();
        image.fill(store, ROOT);
        this.folder = folder;
        this.clock = InstantSource.fixed(now);
        this.watched = new CheckedReplica(
                new ReplicaId("app", "memory"), new Replica(store, ROOT), Optional.empty(), OBJECTIVES, SETTINGS);
    }

    CheckedReplica watched() {
        return watched;
    }

    CheckResult check() {
        return check(ReplicaHistory.NONE);
    }

    CheckResult check(ReplicaHistory memory) {
        return new Checker(memory, cache, clock).check(watched);
    }

    ScrubResult scrub() {
        Scrubber scrubber = new Scrubber(folder.resolve("scratch"), ReplicaHistory.NONE, clock);
        return scrubber.scrub(new ScrubOrder("run", watched), RestoreListener.NONE);
    }

    DrillResult drill() {
        return drill(watched, ReplicaHistory.NONE);
    }

    /** Drills, and keeps the database for the next drill below the same folder. */
    DrillResult drill(Keeping keeping) {
        DrillOrder order =
                new DrillOrder("run", watched, new Point.Newest(), DEFAULTS, ExtraChecks.DEFAULT.with(keeping));
        return new Driller(folder.resolve("scratch"), cache, ReplicaHistory.NONE, clock)
                .drill(order, RestoreListener.NONE);
    }

    /** Checks with a live database. */
    CheckResult check(Path live) {
        return new Checker(ReplicaHistory.NONE, cache, clock).check(beside(Optional.of(live)));
    }

    /** Drills with a history and a live database. */
    DrillResult drill(ReplicaHistory experience, Optional<Path> live) {
        return drill(beside(live), experience);
    }

    /** Returns the replica with an RPO of at most ten sync intervals, because the replicas here exist for seconds. */
    private CheckedReplica beside(Optional<Path> live) {
        return new CheckedReplica(
                watched.id(), watched.replica(), live, objectives(Duration.ofSeconds(1)), watched.settings());
    }

    private DrillResult drill(CheckedReplica wanted, ReplicaHistory experience) {
        Driller driller = new Driller(folder.resolve("scratch"), cache, experience, clock);
        return driller.drill(new DrillOrder("run", wanted, new Point.Newest(), DEFAULTS), RestoreListener.NONE);
    }

    /** Returns the output file of restores. */
    Path output() {
        return folder.resolve("out.db");
    }

    /** Restores a point, and replaces the output of an earlier call. */
    RestoreReport restore(Point point, boolean fallback) throws IOException {
        Files.deleteIfExists(output());
        Permissions permissions = fallback ? Permissions.of(Permission.FALLBACK) : Permissions.NONE;
        RestoreRequest request = TestRequests.toFile("run", point, output(), permissions);
        return new FileRestorer(cache, clock)
                .restore(request, new RestoreSource(watched, DEFAULTS), RestoreListener.NONE);
    }
}
