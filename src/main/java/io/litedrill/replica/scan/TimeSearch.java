package io.litedrill.replica.scan;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Replica;
import io.litedrill.replica.memory.KnownReadings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the LTX files around a time with a binary search over the times in their headers, which rise with the TXIDs
 * unless a clock was set back.
 */
final class TimeSearch {
    /** Up to this many files, all headers are read. */
    private static final int FEW = 200;

    /** The time after which a compaction may be uploaded: the longest default interval is an hour. */
    private static final Duration LATEST_COMPACTION = Duration.ofHours(2);

    private final Replica replica;
    private final ReadingCache cache;
    private final KnownReadings earlier;
    private final FileProbe probe;
    private final Map<String, Reading> readings = new HashMap<>();

    TimeSearch(Replica replica, ReadingCache cache, KnownReadings earlier) {
        this.replica = replica;
        this.cache = cache;
        this.earlier = earlier;
        this.probe = new FileProbe(replica);
    }

    /** Returns whether the search reads fewer headers than there are files, and the headers have all times. */
    static boolean suits(Inventory inventory) {
        return inventory.generations().isEmpty() && inventory.ltxFiles().size() > FEW;
    }

    /**
     * Reads the headers of the files that decide which states are just before and after a time, and dates the other
     * files between the times that were read.
     *
     * @return empty if the times that were read do not rise, or a header cannot be read
     * @throws IOException when the store fails, or a file is deleted during the search
     */
    Optional<Inventory> around(Inventory inventory, Instant time) throws IOException {
        NavigableMap<Long, List<LtxFile>> ends = new TreeMap<>(Long::compareUnsigned);
        inventory.ltxFiles().stream()
                .filter(LtxFile::isUsable)
                .forEach(file -> ends.computeIfAbsent(file.maxTxid(), end -> new ArrayList<>())
                        .add(file));
        List<List<LtxFile>> steps = List.copyOf(ends.values());
        if (steps.size() < 2 || isListedBackwards(steps)) {
            return Optional.empty();
        }
        NavigableMap<Integer, Instant> times = new TreeMap<>();
        int low = 0;
        int high = steps.size() - 1;
        boolean readable = read(steps, 0, times) && read(steps, high, times);
        while (readable && high - low > 1) {
            int middle = (low + high) >>> 1;
            readable = read(steps, middle, times);
            if (readable && times.getOrDefault(middle, Instant.MIN).isAfter(time)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        if (!readable || !rise(times) || !readAll(steps.get(low)) || !readAll(steps.get(high))) {
            return Optional.empty();
        }
        Map<Long, Integer> places = new HashMap<>();
        steps.forEach(files -> places.put(files.get(0).maxTxid(), places.size()));
        return Optional.of(inventory.map(
                file -> file instanceof LtxFile ltx && ltx.isUsable() ? dated(ltx, places, times) : file));
    }

    /** Returns whether the times of the listing fall by more than compactions explain, which a clock causes. */
    private static boolean isListedBackwards(List<List<LtxFile>> steps) {
        Instant latest = Instant.MIN;
        for (List<LtxFile> files : steps) {
            Instant listed = lowest(files).object().modified();
            if (latest.isAfter(listed.plus(LATEST_COMPACTION))) {
                return true;
            }
            latest = latest.isAfter(listed) ? latest : listed;
        }
        return false;
    }

    /** Returns the file of the lowest level: it has the time of the transaction. */
    private static LtxFile lowest(List<LtxFile> files) {
        return files.stream().min(Comparator.comparingInt(LtxFile::level)).orElseThrow();
    }

    private static boolean rise(NavigableMap<Integer, Instant> times) {
        List<Instant> inOrder = List.copyOf(times.values());
        return inOrder.stream().sorted().toList().equals(inOrder);
    }

    private boolean read(List<List<LtxFile>> steps, int at, Map<Integer, Instant> times) throws IOException {
        Reading reading = reading(lowest(steps.get(at)));
        if (reading instanceof Reading.Header header) {
            times.put(at, header.timestamp());
        }
        return reading instanceof Reading.Header;
    }

    private boolean readAll(List<LtxFile> files) throws IOException {
        boolean readable = true;
        for (LtxFile file : files) {
            readable &= reading(file) instanceof Reading.Header;
        }
        return readable;
    }

    private Reading reading(LtxFile file) throws IOException {
        Reading known = readings.getOrDefault(file.object().key(), file.reading());
        if (!(known instanceof Reading.Header)) {
            Reading before = earlier.of(file);
            known = before instanceof Reading.Header ? before : fromStore(file);
            readings.put(file.object().key(), known);
        }
        return known;
    }

    private Reading fromStore(LtxFile file) throws IOException {
        Optional<Reading> cached = cache.get(replica, file);
        if (cached.isPresent()) {
            return cached.get();
        }
        Reading reading = probe.probe(file);
        if (reading instanceof Reading.Header) {
            cache.put(replica, file, reading);
        }
        return reading;
    }

    private LtxFile dated(LtxFile file, Map<Long, Integer> places, NavigableMap<Integer, Instant> times) {
        Reading known = readings.getOrDefault(file.object().key(), file.reading());
        if (known instanceof Reading.Header) {
            return file.with(known);
        }
        int place = places.getOrDefault(file.maxTxid(), 0);
        Instant earliest = times.floorEntry(place).getValue();
        Instant latest = times.ceilingEntry(place).getValue();
        Instant listed = file.object().modified();
        Instant time = listed.isBefore(earliest) ? earliest : listed.isAfter(latest) ? latest : listed;
        return file.with(new Reading.Dated(time));
    }
}
