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
 * Decides which missing LTX files were deleted by Litestream or by a lifecycle rule of the bucket because they were
 * old.
 *
 * <p>Rules from the sources of Litestream 0.5 ({@code db.go}, {@code compactor.go}, {@code store.go}): it deletes a
 * file of level 0 once level 1 covers it; a file of a compacted level once it ends before the oldest snapshot that is
 * kept; a snapshot once it is old, but never the newest. A lifecycle rule deletes old files one by one.
 */
public final class LtxDeletions {
    /** The level of snapshots. */
    public static final int SNAPSHOTS = 9;

    private static final int ALL_LEVELS = -1;
    private static final Comparator<LtxPosition> ORDER = Comparator.naturalOrder();

    private final List<LtxFile> listed;
    private final Optional<LtxPosition> oldestSnapshot;
    private final Optional<LtxPosition> oldestOfSnapshots;
    private final Optional<LtxPosition> newestSnapshot;
    private final Optional<LtxPosition> firstIncrement;
    private final Map<Integer, LtxPosition> firstOfLevel = new HashMap<>();
    /** For each level, the ranges of transactions in the levels above it, from first to last transaction. */
    private final Map<Integer, NavigableMap<Long, Long>> above = new HashMap<>();

    public LtxDeletions(Inventory inventory) {
        this.listed = inventory.ltxFiles();
        this.oldestSnapshot = ends(LtxFile::isSnapshot).min(ORDER);
        this.oldestOfSnapshots = ends(file -> file.level() == SNAPSHOTS).min(ORDER);
        this.newestSnapshot = ends(LtxFile::isSnapshot).max(ORDER);
        this.firstIncrement = ends(file -> file.level() != SNAPSHOTS).min(ORDER);
        listed.forEach(file -> firstOfLevel.merge(file.level(), file.end(), (a, b) -> a.compareTo(b) < 0 ? a : b));
    }

    private Stream<LtxPosition> ends(Predicate<LtxFile> which) {
        return listed.stream().filter(which).map(LtxFile::end);
    }

    /**
     * Returns whether the change of the file is explained: the file no longer matters, or a rule allows its deletion.
     */
    public boolean explains(LtxFile file, Change change) {
        if (change == Change.REPLACED) {
            return false;
        }
        if (file.level() == SNAPSHOTS) {
            return hasSnapshotAfter(file) && isFirst(Optional.ofNullable(firstOfLevel.get(SNAPSHOTS)), file.end());
        }
        return isBeforeAllSnapshots(file)
                || (isBeforeLevelOfSnapshots(file) && isFirstOfLevel(file))
                || (isHeldAbove(file) && (file.level() == 0 || isFirstOfLevel(file)))
                || (hasSnapshotUpTo(file) && isFirst(firstIncrement, beginning(file)));
    }

    private static LtxPosition beginning(LtxFile file) {
        return new LtxPosition(file.minTxid());
    }

    /** Returns whether the remaining part begins at this position or later. */
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

    /**
     * Returns whether the file ends before all remaining snapshots, so that no remaining file leads to a state in it.
     */
    private boolean isBeforeAllSnapshots(LtxFile file) {
        return oldestSnapshot.filter(end -> end.compareTo(file.end()) >= 0).isPresent();
    }

    /**
     * Returns whether the file ends before all snapshots of level 9. Litestream deletes all such files of a level but
     * the newest one. If that one begins at TXID 1, it leads to states in the deleted files of lower levels.
     */
    private boolean isBeforeLevelOfSnapshots(LtxFile file) {
        return oldestOfSnapshots.filter(end -> end.compareTo(file.end()) > 0).isPresent();
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

    /** Returns the ranges that the files hold together; adjacent ranges are merged. */
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

    /** Returns whether the newest state can be restored only with the content of the file. */
    public boolean isNeeded(LtxFile file, Change change) {
        if (file.level() == SNAPSHOTS || change == Change.REPLACED) {
            return !hasSnapshotAfter(file);
        }
        NavigableMap<Long, Long> all = above.computeIfAbsent(
                ALL_LEVELS, level -> ranges(listed.stream().filter(other -> other.level() != SNAPSHOTS)));
        return !hasSnapshotUpTo(file) && !isHeld(file, all);
    }

    /**
     * Returns whether the replica was emptied and restarted: every file is newer than all known files, and a new
     * snapshot exists. A copy also has newer times, but no new snapshot. Also returns true if the other layout replaced
     * this one completely.
     */
    public boolean isRestarted(Inventory inventory, KnownFiles known) {
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
