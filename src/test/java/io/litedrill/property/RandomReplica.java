package io.litedrill.property;

import io.litedrill.replica.Point;
import io.litedrill.replica.Position;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.Planner;
import io.litedrill.restore.RestoreEngine;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePlan;
import io.litedrill.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** A replica with a random past, of either layout or both, and the models with its states. */
final class RandomReplica {
    private static final int[] PAGE_SIZES = {512, 512, 1024, 4096, 4096, 16384, 65536};

    private final Story story;
    private final List<Model> models = new ArrayList<>();

    private RandomReplica(Story story) {
        this.story = story;
    }

    /** Creates the replica of a seed: up to three generations, then LTX files, or one of the two. */
    static RandomReplica of(long seed) {
        Story story = new Story(seed);
        Random random = story.random();
        int pageSize = PAGE_SIZES[random.nextInt(PAGE_SIZES.length)];
        int mostPages = pageSize > 4096 ? 6 : 24;
        RandomReplica replica = new RandomReplica(story);
        State state = State.random(random, pageSize, 1 + random.nextInt(mostPages));
        int kinds = random.nextInt(5);
        if (kinds < 3) {
            if (story.chance(20)) {
                story.encrypt();
            }
            for (int i = random.nextInt(3); i >= 0; i--) {
                WalHistory wal = new WalHistory(story, String.format("%016x", random.nextLong()), state, mostPages);
                replica.models.add(wal);
                state = wal.live(10 + random.nextInt(40));
                story.pass(600_000);
                // not replicated by Litestream
                state = state.after(state.next(random, mostPages));
            }
        }
        if (kinds > 1) {
            LtxHistory ltx = new LtxHistory(story, state, mostPages);
            replica.models.add(ltx);
            ltx.live(10 + random.nextInt(60));
        }
        return replica;
    }

    Story story() {
        return story;
    }

    List<Model> models() {
        return models;
    }

    /** Returns the recovery points in the order of replay. */
    List<Truth> truths() {
        return stretches().flatMap(List::stream).toList();
    }

    Stream<List<Truth>> stretches() {
        return models.stream().flatMap(model -> model.stretches().stream());
    }

    /** Returns the state at a position. */
    State at(Position position) {
        return models.stream()
                .flatMap(model -> model.at(position).stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError(position + " is no position of any history"));
    }

    /** Scans the replica, an hour after all events. */
    Scan scan() throws StorageException {
        Instant later = story.now().plus(Duration.ofHours(1));
        Replica replica = new Replica(story.store(), Story.ROOT, story.identities());
        return new ReplicaScanner(replica, WriterSettings.DEFAULTS, new ReadingCache(10_000), () -> later)
                .scan(Depth.FULL);
    }

    static PlanResult plan(Scan scan, Point point) {
        return new Planner(scan.replica(), scan.timeline()).plan(point);
    }

    /** Executes a plan; the file is deleted afterwards. */
    static byte[] restore(RestorePlan plan, Path folder) throws IOException {
        Path file = folder.resolve("restored.db");
        try {
            RestoreEngine.restore(plan, file, RestoreListener.NONE);
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Returns the recovery point for a time: the newest of a history that was active then. */
    Optional<Truth> meant(Instant time) {
        return models.stream()
                .flatMap(model -> model.stretches().stream().flatMap(stretch -> meant(stretch, time).stream()))
                .reduce((first, second) -> second);
    }

    private static Optional<Truth> meant(List<Truth> stretch, Instant time) {
        boolean alive = stretch.stream().anyMatch(point -> !point.time().isBefore(time));
        return stretch.stream()
                .filter(point -> alive)
                .filter(point -> !point.time().isAfter(time))
                .reduce((first, second) -> second);
    }
}
