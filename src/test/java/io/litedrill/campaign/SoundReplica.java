package io.litedrill.campaign;

import io.litedrill.litestream.GoldenManifest.Kind;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.timeline.Timeline;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.Planner;
import io.litedrill.restore.RestoreEngine;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

/**
 * A replica that real Litestream wrote, before it is damaged.
 *
 * @param version of the Litestream that restores it
 * @param pageSize of the database, in bytes
 * @param timeline its recovery points
 * @param states the restored states
 */
record SoundReplica(String name, String version, int pageSize, ReplicaImage image, Timeline timeline, States states) {
    /** Returns a golden replica; its newest state must be the one that real Litestream restored when it was made. */
    static SoundReplica golden(String name, Path folder) throws IOException, SQLException {
        GoldenReplica golden = GoldenReplica.load(name);
        SoundReplica sound = of(
                name,
                golden.manifest().restoredWith(),
                golden.manifest().pageSize(),
                ReplicaImage.golden(golden),
                folder);
        String expected = golden.expected(Kind.NEWEST).dumpSha256();
        if (!expected.equals(sound.states().newest())) {
            throw new IllegalStateException(name + ": the newest state is not what real Litestream restored");
        }
        return sound;
    }

    /** Restores every recovery point of a sound replica, and records the states. */
    static SoundReplica of(String name, String version, int pageSize, ReplicaImage image, Path folder)
            throws IOException, SQLException {
        MemoryObjectStore store = new MemoryObjectStore();
        image.fill(store, Workbench.ROOT);
        Replica replica = new Replica(store, Workbench.ROOT);
        InstantSource clock = InstantSource.fixed(image.newest().plusSeconds(60));
        Timeline timeline = new ReplicaScanner(replica, Workbench.SETTINGS, new ReadingCache(10_000), clock)
                .scan(Depth.FULL)
                .timeline();
        States states = new States();
        Files.createDirectories(folder);
        for (RecoveryPoint point : timeline.points().toList()) {
            Path file = folder.resolve("state.db");
            Files.deleteIfExists(file);
            PlanResult plan = new Planner(replica, timeline).plan(new Point.AtPosition(point.position()));
            RestoreEngine.restore(((PlanResult.Planned) plan).plan(), file, RestoreListener.NONE);
            states.add(point.position(), file);
        }
        return new SoundReplica(name, version, pageSize, image, timeline, states);
    }

    /** Returns every recovery point, oldest first. */
    List<RecoveryPoint> points() {
        return timeline.points().toList();
    }
}
