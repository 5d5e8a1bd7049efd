package io.litedrill.replica.scan;

import io.litedrill.replica.Generation;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.storage.StoredObject;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads of the files of an inventory what decides where recovery points are, the newest files first, within a bound. */
public final class MetadataReader {
    private static final int NEWEST_RAW = 4;

    /** Of so many LTX files, all headers are read: 100 bytes each, once. They show whether all files are of one database. */
    private static final int FEW = 200;

    private final Replica replica;
    private final ReadingCache cache;
    private final InstantSource clock;
    private final FileProbe probe;

    public MetadataReader(Replica replica, ReadingCache cache, InstantSource clock) {
        this.replica = replica;
        this.cache = cache;
        this.clock = clock;
        this.probe = new FileProbe(replica);
    }

    /**
     * The same inventory with more known of its files.
     *
     * @param seen files of an earlier listing, which are not read
     * @throws IOException when the store fails, or a file is gone meanwhile
     */
    public Inventory deepen(Inventory inventory, Depth depth, Set<StoredObject> seen) throws IOException {
        Map<String, Reading> readings = new HashMap<>();
        Map<Reading, Reading> alike = new HashMap<>();
        Instant deadline = clock.instant().plus(depth.time());
        long files = depth.files();
        long bytes = depth.bytes();
        Refusals refusals = new Refusals(depth);
        for (ReplicaFile file : worthReading(inventory, depth)) {
            if (seen.contains(file.object())) {
                continue;
            }
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
                known = known instanceof Reading.Damaged ? alike.computeIfAbsent(known, same -> same) : known;
                // a damaged file may be mended by a copy of the same size and time, and access may be given
                if (!refusals.isOf(known) && !(known instanceof Reading.Damaged)) {
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
                : Stream.of(newestGeneration(inventory), olderEnds(inventory), tellingLtxFiles(inventory))
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

    /**
     * The newest snapshot and the last segment of each generation but the newest: what there was before the newest was begun, and the position at
     * which it ends.
     */
    private static Stream<ReplicaFile> olderEnds(Inventory inventory) {
        List<Generation> generations = inventory.generations();
        return generations.stream()
                .limit(Math.max(0, generations.size() - 1))
                .flatMap(generation -> Stream.of(generation.snapshots(), generation.segments()))
                .filter(files -> !files.isEmpty())
                .map(files -> files.get(files.size() - 1));
    }

    /** All of a few; of many, the snapshots, the newest files, those on both sides of a hole, and those that end at one TXID with one of them. */
    private static Stream<ReplicaFile> tellingLtxFiles(Inventory inventory) {
        if (inventory.ltxFiles().size() <= FEW) {
            return inventory.ltxFiles().stream().map(ReplicaFile.class::cast);
        }
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
        Set<Long> ends = telling.stream().map(LtxFile::maxTxid).collect(Collectors.toSet());
        inventory.ltxFiles().stream()
                .filter(file -> ends.contains(file.maxTxid()))
                .forEach(telling::add);
        return telling.stream().map(ReplicaFile.class::cast);
    }
}
