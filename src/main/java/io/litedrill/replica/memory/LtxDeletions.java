package io.litedrill.replica.memory;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.memory.MissedFile.Change;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which LTX files are gone because Litestream, or a rule of the bucket, deletes what is old.
 *
 * <p>From the sources of Litestream 0.5 ({@code db.go}, {@code compactor.go}, {@code store.go}): a file of level 0 once level 1
 * reaches as far; one of a compacted level once it ends before the oldest snapshot that is kept; a snapshot once it is old,
 * never the newest. A rule of a bucket deletes what is old enough, file by file.
 */
public final class LtxDeletions {
    /** The level of snapshots. */
    public static final int SNAPSHOTS = 9;

    private static final int ALL_LEVELS = -1;
    private static final Comparator<LtxPosition> ORDER = Comparator.naturalOrder();

    private final List<LtxFile> listed;
    private final Optional<LtxPosition> oldestSnapshot;
    private final Optional<LtxPosition> newestSnapshot;
    private final Optional<LtxPosition> firstIncrement;
    private final Map<Integer, LtxPosition> firstOfLevel = new HashMap<>();
    /** For a level, the ranges of transactions that the levels above it hold, from their first to their last. */
    private final Map<Integer, NavigableMap<Long, Long>> above = new HashMap<>();

    public LtxDeletions(Inventory inventory) {
        this.listed = inventory.ltxFiles();
        this.oldestSnapshot = ends(LtxFile::isSnapshot).min(ORDER);
        this.newestSnapshot = ends(LtxFile::isSnapshot).max(ORDER);
        this.firstIncrement = ends(file -> file.level() != SNAPSHOTS).min(ORDER);
        listed.forEach(file -> firstOfLevel.merge(file.level(), file.end(), (a, b) -> a.compareTo(b) < 0 ? a : b));
    }

    private Stream<LtxPosition> ends(Predicate<LtxFile> which) {
        return listed.stream().filter(which).map(LtxFile::end);
    }

    /** Whether the file matters no more, or may be gone. */
    public boolean explains(LtxFile file, Change change) {
        if (change == Change.REPLACED) {
            return false;
        }
        if (file.level() == SNAPSHOTS) {
            return hasSnapshotAfter(file) && isFirst(Optional.ofNullable(firstOfLevel.get(SNAPSHOTS)), file.end());
        }
        return isBeforeAllSnapshots(file)
                || (isHeldAbove(file) && (file.level() == 0 || isFirstOfLevel(file)))
                || (hasSnapshotUpTo(file) && isFirst(firstIncrement, beginning(file)));
    }

    private static LtxPosition beginning(LtxFile file) {
        return new LtxPosition(file.minTxid());
    }

    /** Whether what is left of something begins no earlier. */
    private static boolean isFirst(Optional<LtxPosition> first, LtxPosition position) {
        return first.filter(left -> left.compareTo(position) < 0).isEmpty();
    }

    private boolean isFirstOfLevel(LtxFile file) {
        return isFirst(Optional.ofNullable(firstOfLevel.get(file.level())), beginning(file));
    }

    private boolean hasSnapshotAfter(LtxFile file) {
        return newestSnapshot.filter(end -> end.compareTo(file.end()) > 0).isPresent();
    }

    private boolean hasSnapshotUpTo(LtxFile file) {
        return newestSnapshot.filter(end -> end.compareTo(file.end()) >= 0).isPresent();
    }

    /** Nothing that is left can lead to a state in it. */
    private boolean isBeforeAllSnapshots(LtxFile file) {
        return oldestSnapshot.filter(end -> end.compareTo(file.end()) >= 0).isPresent();
    }

    private boolean isHeldAbove(LtxFile file) {
        return isHeld(
                file,
                above.computeIfAbsent(
                        file.level(),
                        level -> ranges(
                                listed.stream().filter(other -> other.level() > level && other.level() != SNAPSHOTS))));
    }

    private static boolean isHeld(LtxFile file, NavigableMap<Long, Long> ranges) {
        Map.Entry<Long, Long> range = ranges.floorEntry(file.minTxid());
        return range != null && Long.compareUnsigned(range.getValue(), file.maxTxid()) >= 0;
    }

    /** What the files hold together: ranges that meet are one. */
    private static NavigableMap<Long, Long> ranges(Stream<LtxFile> files) {
        NavigableMap<Long, Long> ranges = new TreeMap<>(Long::compareUnsigned);
        files.sorted(Comparator.comparing(LtxFile::minTxid, Long::compareUnsigned))
                .forEach(file -> {
                    Map.Entry<Long, Long> last = ranges.lastEntry();
                    if (last != null && Long.compareUnsigned(file.minTxid() - 1, last.getValue()) <= 0) {
                        ranges.merge(last.getKey(), file.maxTxid(), (a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b);
                    } else {
                        ranges.put(file.minTxid(), file.maxTxid());
                    }
                });
        return ranges;
    }

    /** Whether the newest state can only be had with what the file held. */
    public boolean isNeeded(LtxFile file, Change change) {
        if (file.level() == SNAPSHOTS || change == Change.REPLACED) {
            return !hasSnapshotAfter(file);
        }
        NavigableMap<Long, Long> all = above.computeIfAbsent(
                ALL_LEVELS, level -> ranges(listed.stream().filter(other -> other.level() != SNAPSHOTS)));
        return !hasSnapshotUpTo(file) && !isHeld(file, all);
    }

    /**
     * Whether the replica was emptied and begun anew: everything is newer than all that is known, and there is a snapshot that was
     * not. A copy has newer times too, but no new snapshot. Or whether the other layout took over, and nothing of this one is left.
     */
    public boolean isBegunAnew(Inventory inventory, KnownFiles known) {
        Map<String, Long> sizes = new HashMap<>();
        Instant newest = Instant.MIN;
        List<KnownFile> all = Stream.concat(
                        known.files().stream(), known.missed().stream().map(MissedFile::file))
                .toList();
        for (KnownFile file : all) {
            if (file.toFile(Instant.MIN) instanceof LtxFile) {
                sizes.put(file.key(), file.size());
                newest = file.modified().isAfter(newest) ? file.modified() : newest;
            }
        }
        Instant end = newest;
        boolean newer = inventory
                .files()
                .allMatch(file ->
                        !(file instanceof LtxFile) || file.object().modified().isAfter(end));
        return listed.isEmpty()
                ? inventory.files().anyMatch(file -> file.object().modified().isAfter(end))
                : newer
                        && listed.stream()
                                .filter(file -> file.level() == SNAPSHOTS)
                                .anyMatch(
                                        file -> sizes.getOrDefault(file.object().key(), -1L) != file.bytes());
    }
}
