package io.litedrill.replica;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads of the files of an inventory what decides where recovery points are, the newest files first, within a bound. */
final class Survey {
    private static final int NEWEST_RAW = 4;

    private final Replica replica;
    private final ReadingCache cache;
    private final InstantSource clock;
    private final FileProbe probe;

    Survey(Replica replica, ReadingCache cache, InstantSource clock) {
        this.replica = replica;
        this.cache = cache;
        this.clock = clock;
        this.probe = new FileProbe(replica);
    }

    /**
     * The same inventory with more known of its files.
     *
     * @throws IOException when the store fails, or a file is gone meanwhile
     */
    Inventory deepen(Inventory inventory, Depth depth) throws IOException {
        Map<String, Reading> readings = new HashMap<>();
        Instant deadline = clock.instant().plus(depth.time());
        long files = depth.files();
        long bytes = depth.bytes();
        Refusals refusals = new Refusals(depth);
        for (ReplicaFile file : worthReading(inventory, depth)) {
            Reading known = cache.get(replica, file).orElse(Reading.UNREAD);
            if (known instanceof Reading.Unread) {
                long cost = probe.cost(file);
                // the first is read whatever its size: one larger than the bound would else be in the way at every look
                boolean first = files == depth.files();
                if (refusals.isEnough()
                        || files < 1
                        || (bytes < cost && !first)
                        || clock.instant().isAfter(deadline)) {
                    continue;
                }
                files--;
                bytes -= cost;
                known = refusals.read(probe, file);
                if (!refusals.isOf(known)) {
                    cache.put(replica, file, known);
                }
            } else {
                refusals.read();
            }
            readings.put(file.object().key(), known);
        }
        refusals.end();
        return inventory.map(
                file -> file.with(readings.getOrDefault(file.object().key(), file.reading())));
    }

    private static List<ReplicaFile> worthReading(Inventory inventory, Depth depth) {
        Stream<ReplicaFile> files = depth == Depth.FULL
                ? inventory.files()
                : Stream.of(newestGeneration(inventory), olderSnapshots(inventory), tellingLtxFiles(inventory))
                        .flatMap(some -> some);
        return files.filter(file -> file.reading() instanceof Reading.Unread)
                .sorted(Comparator.comparing(ReplicaFile::time).reversed())
                .toList();
    }

    private static Stream<ReplicaFile> newestGeneration(Inventory inventory) {
        List<Generation> generations = inventory.generations();
        return generations.isEmpty()
                ? Stream.of()
                : generations.get(generations.size() - 1).files();
    }

    /** The newest of each generation but the newest: what there was before it was begun. */
    private static Stream<ReplicaFile> olderSnapshots(Inventory inventory) {
        List<Generation> generations = inventory.generations();
        return generations.stream()
                .limit(Math.max(0, generations.size() - 1))
                .map(Generation::snapshots)
                .filter(snapshots -> !snapshots.isEmpty())
                .map(snapshots -> snapshots.get(snapshots.size() - 1));
    }

    /** The snapshots, the newest files, and those on both sides of where names do not meet. */
    private static Stream<ReplicaFile> tellingLtxFiles(Inventory inventory) {
        Set<LtxFile> telling = new HashSet<>();
        LtxFile[] newestOfLevel = new LtxFile[10];
        LtxFile before = null;
        List<LtxFile> raw = new ArrayList<>();
        for (LtxFile file : inventory.ltxFiles()) {
            if (file.level() == 0) {
                raw.add(file);
            }
            newestOfLevel[file.level()] = file;
            boolean meets = before == null || Long.compareUnsigned(file.minTxid() - 1, before.maxTxid()) <= 0;
            if (file.isSnapshot() || !meets) {
                telling.add(file);
            }
            if (!meets) {
                telling.add(before);
            }
            before = file;
        }
        // whether they were made from one WAL shows that there is one writer
        telling.addAll(raw.subList(Math.max(0, raw.size() - NEWEST_RAW), raw.size()));
        Stream.of(newestOfLevel).filter(file -> file != null).forEach(telling::add);
        return telling.stream().map(ReplicaFile.class::cast);
    }
}
