package io.litedrill.replica.scan;

import io.litedrill.replica.Generation;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.memory.KnownFile;
import io.litedrill.replica.memory.KnownReadings;
import io.litedrill.storage.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the metadata of an inventory's files that determines recovery points, newest files first, within limits. */
public final class MetadataReader {
    /**
     * Up to this many LTX files, all headers are read: 100 bytes each, once. They show whether all files are of one
     * database.
     */
    private static final int FEW = 200;

    private final Replica replica;
    private final ReadingCache cache;
    private final InstantSource clock;
    private final FileProbe probe;
    private final KnownReadings earlier;
    private final BacklogShare backlog;

    /**
     * Creates a reader.
     *
     * @param earlier what earlier runs read of the files
     * @param backlog how many files that no check has read a check may read
     */
    public MetadataReader(
            Replica replica, ReadingCache cache, KnownReadings earlier, InstantSource clock, BacklogShare backlog) {
        this.backlog = backlog;
        this.replica = replica;
        this.earlier = earlier;
        this.cache = cache;
        this.clock = clock;
        this.probe = new FileProbe(replica);
    }

    /**
     * Returns the inventory with more data read from its files.
     *
     * @param seen files of an earlier listing, which are not read
     * @throws IOException when the store fails, or a file is deleted during the scan
     */
    public Inventory deepen(Inventory listed, Depth depth, Set<StoredObject> seen) throws IOException {
        Inventory inventory = earlier.isEmpty() ? listed : listed.map(this::asKnown);
        List<ReplicaFile> unread = worthReading(inventory, depth).stream()
                .filter(file -> !seen.contains(file.object()))
                .toList();
        Map<String, Reading> readings = new HashMap<>();
        unread.forEach(file -> cache.get(replica, file)
                .ifPresent(known -> readings.put(file.object().key(), known)));
        List<ReplicaFile> wanted = unread.stream()
                .filter(file -> !readings.containsKey(file.object().key()))
                .toList();
        Refusals refusals = new Refusals(depth, known(inventory, readings.keySet()), probe::probe);
        read(
                        depth.isCheck() ? new CheckReads(inventory, earlier, backlog).choose(wanted, depth) : wanted,
                        refusals,
                        depth)
                .forEach(file -> readings.put(file.object().key(), file.reading()));
        refusals.end();
        return inventory.map(
                file -> file.with(readings.getOrDefault(file.object().key(), file.reading())));
    }

    /** Returns the cheapest of the files that were read before. */
    private Optional<ReplicaFile> known(Inventory inventory, Set<String> cached) {
        return inventory
                .files()
                .filter(file -> cached.contains(file.object().key())
                        || KnownFile.of(file).isRead())
                .min(Comparator.comparingLong(probe::cost));
    }

    private ReplicaFile asKnown(ReplicaFile file) {
        return file.reading() instanceof Reading.Unread ? file.with(earlier.of(file)) : file;
    }

    /** Reads files until a limit is reached, and returns them with their readings. */
    private List<ReplicaFile> read(List<ReplicaFile> wanted, Refusals refusals, Depth depth) throws IOException {
        List<ReplicaFile> within = within(depth, wanted);
        try (ProbesAhead ahead = new ProbesAhead(probe, within)) {
            return read(within, refusals, clock.instant().plus(depth.time()), ahead);
        }
    }

    /**
     * Returns the files that the limits allow to read. The first one is read at any size: otherwise a file larger
     * than the limit would block every scan.
     */
    private List<ReplicaFile> within(Depth depth, List<ReplicaFile> wanted) {
        List<ReplicaFile> within = new ArrayList<>();
        long bytes = depth.bytes();
        for (ReplicaFile file : wanted) {
            long cost = probe.cost(file);
            if (within.size() < depth.files() && (cost <= bytes || within.isEmpty())) {
                bytes -= cost;
                within.add(file);
            }
        }
        return within;
    }

    private List<ReplicaFile> read(List<ReplicaFile> files, Refusals refusals, Instant deadline, ProbesAhead ahead)
            throws IOException {
        List<ReplicaFile> done = new ArrayList<>();
        Map<Reading, Reading> alike = new HashMap<>();
        for (ReplicaFile file : files) {
            if (refusals.isEnough() || clock.instant().isAfter(deadline)) {
                break;
            }
            Reading known = refusals.read(ahead::probe, file);
            known = known instanceof Reading.Damaged ? alike.computeIfAbsent(known, same -> same) : known;
            // a copy of the same size and time may repair a damaged file, and access may be granted
            if (!refusals.isOf(known) && !(known instanceof Reading.Damaged)) {
                cache.put(replica, file, known);
            }
            done.add(file.with(known));
        }
        return done;
    }

    private static List<ReplicaFile> worthReading(Inventory inventory, Depth depth) {
        Stream<ReplicaFile> files = depth == Depth.FULL
                ? inventory.files()
                : Stream.of(newestGeneration(inventory), olderEnds(inventory), ltxFiles(inventory))
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
     * Returns the newest snapshot and the last segment of each generation except the newest: they show the state
     * before the newest generation began, and its end position.
     */
    private static Stream<ReplicaFile> olderEnds(Inventory inventory) {
        List<Generation> generations = inventory.generations();
        return generations.stream()
                .limit(Math.max(0, generations.size() - 1))
                .flatMap(generation -> Stream.of(generation.snapshots(), generation.segments()))
                .filter(files -> !files.isEmpty())
                .map(files -> files.get(files.size() - 1));
    }

    /** Returns the LTX files whose headers are read: all of a few; of many, the most informative ones. */
    private static Stream<ReplicaFile> ltxFiles(Inventory inventory) {
        List<LtxFile> files = inventory.ltxFiles();
        return (files.size() <= FEW ? files.stream() : TellingFiles.of(files).stream()).map(ReplicaFile.class::cast);
    }
}
