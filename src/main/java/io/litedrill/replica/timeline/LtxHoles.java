package io.litedrill.replica.timeline;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.timeline.Gap.Kind;
import io.litedrill.replica.timeline.Gap.Missing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds missing files between the LTX files of a replica.
 *
 * <p>An unreachable file is not a hole as long as a compacted file reaches from before it to after it: Litestream
 * deletes the files of level 0 one by one and keeps the compacted files.
 */
public final class LtxHoles {
    private final List<LtxFile> files;
    private final NavigableMap<Long, Instant> reachable;
    private final Function<ReplicaFile, String> locate;
    private final List<LtxFile> increments;
    /** The number of increments that begin early enough to be applied to the state examined last. */
    private int begun;
    /** The last transaction of those increments. */
    private long furthest;

    private final List<Gap> gaps = new ArrayList<>();
    private final Set<Long> behind = new HashSet<>();
    private int looked;

    /**
     * Examines all files, usable or not.
     *
     * @param files by maxTxid, then minTxid
     * @param reachable the transactions whose resulting state can be restored, each with the earliest time known for it
     */
    public LtxHoles(List<LtxFile> files, NavigableMap<Long, Instant> reachable, Function<ReplicaFile, String> locate) {
        this.files = files;
        this.reachable = reachable;
        this.locate = locate;
        this.increments = files.stream()
                .filter(file -> file.isUsable() && file.level() < LtxFile.SNAPSHOT_LEVEL)
                .sorted(Comparator.comparing(LtxFile::minTxid, Long::compareUnsigned))
                .toList();
        findBetween();
        findAtEnd();
    }

    private void findBetween() {
        Optional<Long> before = Optional.empty();
        for (Long reached : reachable.keySet()) {
            before.filter(from -> !follows(from, reached)).ifPresent(from -> addBetween(from, reached));
            before = Optional.of(reached);
        }
    }

    /**
     * Returns whether no file is missing between two states: an increment leads from the first to the second or past
     * it. A snapshot taken in the middle of a compacted file is a separate state and not a hole; this also holds for
     * the first compacted file of a level, which begins at TXID 1 and so is itself a whole database.
     */
    private boolean follows(long before, long reached) {
        while (begun < increments.size()
                && Long.compareUnsigned(increments.get(begun).minTxid() - 1, before) <= 0) {
            long end = increments.get(begun++).maxTxid();
            furthest = Long.compareUnsigned(end, furthest) > 0 ? end : furthest;
        }
        return reached == before + 1 || Long.compareUnsigned(furthest, reached) >= 0;
    }

    private void addBetween(long before, long reached) {
        LtxFile first = filesBetween(before, reached).min(BY_BEGINNING).orElseThrow();
        behind.add(reached);
        long missingTo = first.isSnapshot() ? reached - 1 : lastMissing(first);
        Missing missing = new Missing(kind(first), range(before + 1, missingTo), locate.apply(first), fileAt(before));
        gaps.add(new Gap(point(before), first.time(), missing, Optional.empty()));
    }

    private static final Comparator<LtxFile> BY_BEGINNING =
            Comparator.comparing(LtxFile::isSnapshot).thenComparing(LtxFile::minTxid, Long::compareUnsigned);

    /**
     * Returns the files that end after one transaction, up to another. Holes are searched in order, so each file is
     * examined once.
     */
    private Stream<LtxFile> filesBetween(long before, long reached) {
        while (Long.compareUnsigned(files.get(looked).maxTxid(), before) <= 0) {
            looked++;
        }
        int from = looked;
        while (looked < files.size() && Long.compareUnsigned(files.get(looked).maxTxid(), reached) <= 0) {
            looked++;
        }
        return files.subList(from, looked).stream();
    }

    private void findAtEnd() {
        Optional<Long> last = reachable.isEmpty() ? Optional.empty() : Optional.of(reachable.lastKey());
        List<LtxFile> lost = files.stream()
                .filter(file -> last.isEmpty() || Long.compareUnsigned(file.maxTxid(), last.get()) > 0)
                .sorted(BY_BEGINNING)
                .toList();
        if (lost.isEmpty()) {
            return;
        }
        LtxFile first = lost.get(0);
        Missing missing = last.map(txid -> new Missing(
                        kind(first), range(txid + 1, lastMissing(first)), locate.apply(first), fileAt(txid)))
                .orElseGet(() -> new Missing(
                        Kind.NO_SNAPSHOT,
                        "a usable snapshot, or every file from TXID " + new LtxPosition(1) + " on",
                        locate.apply(first)));
        // higher transactions are newer, even if the clock was set back
        Instant newest = Stream.concat(lost.stream().map(LtxFile::time), last.map(reachable::get).stream())
                .max(Instant::compareTo)
                .orElseThrow();
        gaps.add(new Gap(last.flatMap(this::point), first.time(), missing, Optional.of(newest)));
    }

    /** Returns the address of the file that ends at a transaction: the one of the lowest level. */
    private Optional<String> fileAt(long txid) {
        return files.subList(firstEndingAt(txid), files.size()).stream()
                .takeWhile(file -> file.maxTxid() == txid)
                .filter(LtxFile::isUsable)
                .min(Comparator.comparing(LtxFile::level))
                .map(locate);
    }

    /** Returns the index of the first file that ends at a transaction or later. */
    private int firstEndingAt(long txid) {
        int low = 0;
        int high = files.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(files.get(middle).maxTxid(), txid) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static Kind kind(LtxFile first) {
        return first.isUsable() ? Kind.HOLE : Kind.of(first);
    }

    /** Returns the last missing transaction. An unusable file is itself the missing data. */
    private static long lastMissing(LtxFile first) {
        return first.isUsable() ? first.minTxid() - 1 : first.maxTxid();
    }

    private Optional<RecoveryPoint> point(long txid) {
        return Optional.ofNullable(reachable.get(txid)).map(time -> new RecoveryPoint(time, new LtxPosition(txid)));
    }

    private static String range(long from, long to) {
        return Long.compareUnsigned(from, to) >= 0
                ? "TXID " + new LtxPosition(from)
                : "TXID " + new LtxPosition(from) + " to " + new LtxPosition(to);
    }

    /** Returns all holes, oldest first. */
    public List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    /** Returns whether there is a hole just before this reachable transaction. */
    public boolean isBefore(long txid) {
        return behind.contains(txid);
    }
}
