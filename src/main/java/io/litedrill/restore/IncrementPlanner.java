package io.litedrill.restore;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.WalSegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Selects the files that lead from a base to the point of a plan. Performs no I/O. */
public final class IncrementPlanner {
    private static final Comparator<WalSegment> IN_ORDER =
            Comparator.comparingLong(WalSegment::index).thenComparingLong(WalSegment::offset);

    private IncrementPlanner() {}

    /**
     * Returns a plan; empty if no usable files lead from the base to the point, or if the point is before the base.
     *
     * @param listed the files by which the full plan was made
     */
    public static Optional<IncrementPlan> plan(RestorePlan full, Base base, Inventory listed) {
        if (full.point().position().equals(base.position())) {
            return Optional.of(new IncrementPlan(full, base, List.of()));
        }
        Optional<List<ReplicaFile>> files = Optional.empty();
        if (base.position() instanceof WalPosition from && full.point().position() instanceof WalPosition to) {
            files = segments(from, to, full, listed);
        } else if (base.position() instanceof LtxPosition from && full.point().position() instanceof LtxPosition to) {
            files = ltxFiles(from, to, listed);
        }
        return files.map(found -> new IncrementPlan(full, base, found));
    }

    /**
     * Returns the segments from the start of the index of the base. The checksums of an index continue from its start,
     * so that index is read again.
     */
    private static Optional<List<ReplicaFile>> segments(
            WalPosition from, WalPosition to, RestorePlan full, Inventory listed) {
        List<ReplicaFile> chain = full.chain().increments();
        if (!from.generation().equals(to.generation()) || from.compareTo(to) > 0 || chain.isEmpty()) {
            return Optional.empty();
        }
        WalSegment last = (WalSegment) chain.get(chain.size() - 1);
        List<WalSegment> segments = listed.generations().stream()
                .filter(generation -> generation.id().equals(to.generation()))
                .flatMap(generation -> generation.segments().stream())
                .filter(segment -> segment.index() >= from.index() && IN_ORDER.compare(segment, last) <= 0)
                .sorted(IN_ORDER)
                .toList();
        return isComplete(segments, from.index(), last.index()) ? Optional.of(List.copyOf(segments)) : Optional.empty();
    }

    /** Returns whether all segments are usable and each index begins. The engine tests whether each continues. */
    private static boolean isComplete(List<WalSegment> segments, long first, long last) {
        long begun = segments.stream().filter(segment -> segment.offset() == 0).count();
        return segments.stream().allMatch(ReplicaFile::isUsable) && begun == last - first + 1;
    }

    /** Holds the smallest number of bytes that lead to a transaction, and the last file on that way. */
    private record Way(long bytes, Optional<LtxFile> last, long before) {}

    /** Returns the files with the fewest bytes that lead from one transaction to another. */
    private static Optional<List<ReplicaFile>> ltxFiles(LtxPosition from, LtxPosition to, Inventory listed) {
        NavigableMap<Long, Way> ways = new TreeMap<>(Long::compareUnsigned);
        ways.put(from.txid(), new Way(0, Optional.empty(), from.txid()));
        listed.ltxFiles().stream()
                .filter(file -> file.isUsable() && !file.isSnapshot())
                .filter(file -> file.end().compareTo(from) > 0 && file.end().compareTo(to) <= 0)
                .sorted(Comparator.comparing(LtxFile::end))
                .forEach(file -> extend(ways, file));
        return ways.containsKey(to.txid()) ? Optional.of(back(ways, to.txid())) : Optional.empty();
    }

    /** A file applies to each state from the one before its first transaction up to the one before its last. */
    private static void extend(NavigableMap<Long, Way> ways, LtxFile file) {
        Optional<Map.Entry<Long, Way>> cheapest =
                ways.subMap(file.minTxid() - 1, true, file.maxTxid(), false).entrySet().stream()
                        .min(Comparator.comparingLong(entry -> entry.getValue().bytes()));
        cheapest.ifPresent(before -> {
            Way way = new Way(before.getValue().bytes() + file.bytes(), Optional.of(file), before.getKey());
            ways.merge(file.maxTxid(), way, (one, other) -> other.bytes() < one.bytes() ? other : one);
        });
    }

    private static List<ReplicaFile> back(NavigableMap<Long, Way> ways, long end) {
        List<ReplicaFile> files = new ArrayList<>();
        Optional<Way> way = Optional.ofNullable(ways.get(end));
        while (way.isPresent() && way.get().last().isPresent()) {
            files.add(way.get().last().get());
            way = Optional.ofNullable(ways.get(way.get().before()));
        }
        Collections.reverse(files);
        return files;
    }
}
