package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.timeline.Chain;
import io.litedrill.replica.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the proofs that the LTX files of a replica allow. */
final class LtxProofs {
    private static final int SNAPSHOT_LEVEL = 9;
    /**
     * Minimum time for writing a snapshot while the database continues. Each {@code BYTES_A_SECOND} bytes add one
     * second.
     */
    private static final Duration WRITING = Duration.ofSeconds(5);

    private static final long BYTES_A_SECOND = 5L << 20;

    private static final Comparator<LtxFile> FEWEST = Comparator.comparing(LtxFile::end);
    private static final Comparator<LtxFile> MOST = FEWEST.reversed();

    private final List<LtxFile> files;
    private final CheckedReplica watched;
    private final Instant now;

    /**
     * Creates a finder of proofs.
     *
     * @param files ordered by maxTxid, then minTxid, then level, as in an inventory
     */
    LtxProofs(List<LtxFile> files, CheckedReplica watched, Instant now) {
        this.files = files.stream().filter(ReplicaFile::isUsable).toList();
        this.watched = watched;
        this.now = now;
    }

    List<Proof> find() {
        List<Proof> proofs = new ArrayList<>();
        for (LtxFile file : files) {
            if (file.level() > 0 && file.level() < SNAPSHOT_LEVEL) {
                compaction(file).ifPresent(proofs::add);
            }
            if (file.isSnapshot()) {
                snapshot(file).ifPresent(proofs::add);
            }
        }
        return proofs;
    }

    private Optional<Proof> compaction(LtxFile file) {
        List<LtxFile> lower = files.stream()
                .filter(each -> each.level() < file.level() && within(each, file))
                .toList();
        List<LtxFile> next =
                lower.stream().filter(each -> each.level() == file.level() - 1).toList();
        return tile(file, next, FEWEST)
                .or(() -> tile(file, lower, FEWEST))
                .or(() -> tile(file, lower, MOST))
                .map(parts -> new CompactionProof(file, parts));
    }

    private static boolean within(LtxFile part, LtxFile whole) {
        return Long.compareUnsigned(part.minTxid(), whole.minTxid()) >= 0
                && Long.compareUnsigned(part.maxTxid(), whole.maxTxid()) <= 0;
    }

    /**
     * Returns contiguous files that cover a range, at each position the first by the given order; empty when the range
     * cannot be covered.
     */
    private static Optional<List<LtxFile>> tile(LtxFile whole, List<LtxFile> parts, Comparator<LtxFile> order) {
        List<LtxFile> tiles = new ArrayList<>();
        long next = whole.minTxid();
        while (Long.compareUnsigned(next, whole.maxTxid()) <= 0) {
            long from = next;
            Optional<LtxFile> tile =
                    parts.stream().filter(part -> part.minTxid() == from).min(order);
            if (tile.isEmpty()) {
                return Optional.empty();
            }
            tiles.add(tile.get());
            next = tile.get().maxTxid() + 1;
        }
        return Optional.of(tiles);
    }

    private Optional<Proof> snapshot(LtxFile snapshot) {
        // files are ordered by end: the snapshots before this one are the older starting points
        int at = files.indexOf(snapshot);
        List<LtxFile> others = Stream.concat(
                        files.subList(0, at).stream(),
                        files.subList(at, files.size()).stream().filter(file -> !file.isSnapshot()))
                .filter(file -> Long.compareUnsigned(file.maxTxid(), snapshot.maxTxid()) <= 0)
                .toList();
        Timeline timeline =
                Timeline.of(watched.replica(), new Inventory(List.of(), others, 0), watched.settings(), now);
        return timeline.points().reduce((first, second) -> second).flatMap(point -> from(timeline, point, snapshot));
    }

    private Optional<Proof> from(Timeline timeline, RecoveryPoint point, LtxFile snapshot) {
        long reached = ((LtxPosition) point.position()).txid();
        Optional<Chain> chain = timeline.chainTo(point.position());
        List<LtxFile> excused = excused(snapshot);
        if (reached == snapshot.maxTxid()) {
            return chain.map(each -> new SnapshotProof(each, snapshot, excused));
        }
        // no file ends at the snapshot: a file that leads past it shows which pages may differ
        return chain.flatMap(each -> files.stream()
                .filter(file -> !file.isSnapshot() && covers(file, reached + 1, snapshot.maxTxid()))
                .min(FEWEST)
                .map(past -> new SnapshotProof(each, snapshot, with(excused, past))));
    }

    private static boolean covers(LtxFile file, long from, long to) {
        return Long.compareUnsigned(file.minTxid(), from) <= 0 && Long.compareUnsigned(file.maxTxid(), to) >= 0;
    }

    private static List<LtxFile> with(List<LtxFile> some, LtxFile more) {
        return Stream.concat(some.stream(), Stream.of(more)).distinct().toList();
    }

    /**
     * Returns the files that continue after a snapshot: the next one, and those written while the snapshot may still
     * have been written.
     */
    private List<LtxFile> excused(LtxFile snapshot) {
        Instant written = later(snapshot.time(), snapshot.object().modified())
                .plus(WRITING)
                .plusSeconds(snapshot.bytes() / BYTES_A_SECOND);
        Predicate<LtxFile> isNew =
                file -> !file.isSnapshot() && Long.compareUnsigned(file.maxTxid(), snapshot.maxTxid()) > 0;
        Optional<LtxFile> next = files.stream()
                .filter(isNew.and(file -> covers(file, snapshot.maxTxid() + 1, snapshot.maxTxid() + 1)))
                .min(FEWEST);
        return Stream.concat(
                        next.stream(),
                        files.stream().filter(isNew).filter(file -> !file.time().isAfter(written)))
                .distinct()
                .toList();
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
