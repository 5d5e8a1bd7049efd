package io.litedrill.replica.scan;

import io.litedrill.replica.Generation;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.WalSnapshot;
import io.litedrill.replica.memory.KnownReadings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses what one check reads of the files that are worth reading, since each file costs a request. It reads all new
 * files, and some of those that no earlier check has read: the newest files, and the segments with few stored bytes for
 * the part of the WAL that their names claim, which a missing segment causes.
 */
final class CheckReads {
    /** The number of files of layout {@code wal} that a check reads of those that are not new. */
    private static final int BACKLOG = 24;

    private static final int SNAPSHOTS = 4;
    private static final int OLDER_ENDS = 6;

    private final Inventory inventory;
    private final KnownReadings readings;
    private final BacklogShare share;

    /** Creates a chooser for one scan, which takes its share of the backlog once. */
    CheckReads(Inventory inventory, KnownReadings readings, BacklogShare share) {
        this.inventory = inventory;
        this.readings = readings;
        this.share = share;
    }

    /**
     * Returns the files to read now.
     *
     * @param unread newest first
     */
    List<ReplicaFile> choose(List<ReplicaFile> unread, Depth depth) {
        List<ReplicaFile> backlog = unread.stream()
                .filter(file -> !(file instanceof LtxFile) && !isNew(file))
                .toList();
        Set<ReplicaFile> chosen = new LinkedHashSet<>(unread);
        if (backlog.size() > BACKLOG) {
            backlog.forEach(chosen::remove);
            chosen.addAll(first(backlog));
        }
        return shared(depth == Depth.STEADY ? withoutCompactions(chosen) : List.copyOf(chosen));
    }

    /** Drops the files beyond the share of this check, except new ones and those without which it proves little. */
    private List<ReplicaFile> shared(List<ReplicaFile> chosen) {
        List<ReplicaFile> old = chosen.stream().filter(file -> !isNew(file)).toList();
        Set<ReplicaFile> needed = old.isEmpty() ? Set.of() : needed(chosen);
        List<ReplicaFile> later =
                old.stream().filter(file -> !needed.contains(file)).toList();
        Set<ReplicaFile> postponed = Set.copyOf(later.subList(share.take(later.size()), later.size()));
        return chosen.stream().filter(file -> !postponed.contains(file)).toList();
    }

    /**
     * Returns the telling LTX files; of the other layout, the newest file, the newest snapshot, and the segment that
     * shows which WAL the newest ones are from.
     */
    private Set<ReplicaFile> needed(List<ReplicaFile> chosen) {
        Set<ReplicaFile> needed = new LinkedHashSet<>(TellingFiles.of(inventory.ltxFiles()));
        List<ReplicaFile> wal =
                chosen.stream().filter(file -> !(file instanceof LtxFile)).toList();
        wal.stream().limit(1).forEach(needed::add);
        wal.stream().filter(WalSnapshot.class::isInstance).limit(1).forEach(needed::add);
        wal.stream().filter(this::beginsNewestIndex).forEach(needed::add);
        return needed;
    }

    private boolean isNew(ReplicaFile file) {
        return !readings.isEmpty() && !readings.lists(file);
    }

    /**
     * Drops the compactions, which add no state; without any other file, keeps one. The next complete listing reads the
     * others.
     */
    private static List<ReplicaFile> withoutCompactions(Set<ReplicaFile> files) {
        List<ReplicaFile> others = files.stream()
                .filter(file ->
                        !(file instanceof LtxFile ltx) || ltx.level() == 0 || ltx.level() == LtxFile.SNAPSHOT_LEVEL)
                .toList();
        return others.isEmpty() ? files.stream().limit(1).toList() : others;
    }

    private List<ReplicaFile> first(List<ReplicaFile> backlog) {
        Set<ReplicaFile> first = new LinkedHashSet<>();
        first.add(backlog.get(0));
        Stream<ReplicaFile> snapshots = backlog.stream().filter(WalSnapshot.class::isInstance);
        snapshots.limit(SNAPSHOTS).forEach(first::add);
        olderEnds(backlog).limit(OLDER_ENDS).forEach(first::add);
        backlog.stream().filter(this::beginsNewestIndex).forEach(first::add);
        List<ReplicaFile> sparse = sparse(backlog);
        for (int i = 0; first.size() < BACKLOG && i < backlog.size(); i++) {
            first.add(backlog.get(i));
            if (i < sparse.size() && first.size() < BACKLOG) {
                first.add(sparse.get(i));
            }
        }
        return backlog.stream().filter(first::contains).toList();
    }

    private Stream<ReplicaFile> olderEnds(List<ReplicaFile> backlog) {
        List<Generation> generations = inventory.generations();
        String newest = generations.get(generations.size() - 1).id();
        return backlog.stream()
                .filter(file -> file instanceof WalSegment segment
                        && !segment.generation().equals(newest));
    }

    /** Returns whether a segment has the salts of the WAL that the live database may still be writing. */
    private boolean beginsNewestIndex(ReplicaFile file) {
        List<WalSegment> segments =
                inventory.generations().get(inventory.generations().size() - 1).segments();
        if (segments.isEmpty() || !(file instanceof WalSegment segment)) {
            return false;
        }
        WalSegment newest = segments.get(segments.size() - 1);
        return segment.offset() == 0
                && segment.generation().equals(newest.generation())
                && segment.index() == newest.index();
    }

    /**
     * Returns the segments that another one of their index follows, those with the fewest bytes for their part first.
     */
    private List<ReplicaFile> sparse(List<ReplicaFile> backlog) {
        Map<String, Double> density = new HashMap<>();
        for (Generation generation : inventory.generations()) {
            List<WalSegment> segments = generation.segments();
            for (int i = 1; i < segments.size(); i++) {
                WalSegment segment = segments.get(i - 1);
                if (segments.get(i).index() == segment.index()) {
                    double claimed = Math.max(1, segments.get(i).offset() - segment.offset());
                    density.put(segment.object().key(), segment.bytes() / claimed);
                }
            }
        }
        List<ReplicaFile> sparse = new ArrayList<>(backlog);
        sparse.removeIf(file -> !density.containsKey(file.object().key()));
        sparse.sort(Comparator.comparing(file -> density.get(file.object().key())));
        return sparse;
    }
}
