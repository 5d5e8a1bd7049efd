package io.litedrill.replica.timeline;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Position;
import io.litedrill.replica.ProvedFiles;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Computes the chains of the LTX files of a replica.
 *
 * <p>A file can be applied to any state from the one before its first transaction up to the one before its last. Every
 * file that can be applied ends at a state that can be restored. Litestream plans the same way ({@code replica.go},
 * {@code CalcRestorePlan}): the newest snapshot, then always the file that leads furthest.
 */
public final class LtxChains implements Chains {
    private static final Comparator<LtxFile> LEADS_FURTHEST = Comparator.comparing(LtxFile::end)
            .reversed()
            .thenComparing(LtxFile::minTxid, Long::compareUnsigned)
            .thenComparing(Comparator.comparingInt(LtxFile::level).reversed());
    private static final Comparator<LtxFile> BY_BEGINNING =
            Comparator.comparing(LtxFile::minTxid, Long::compareUnsigned);

    private final List<LtxFile> usable;
    private final NavigableMap<Long, Instant> reachable;
    private final LtxHoles holes;
    private final List<ContiguousPoints> stretches;

    /** Creates the chains from files sorted by maxTxid, then minTxid, as in an inventory. */
    public LtxChains(List<LtxFile> files, TimelineContext context) {
        this.usable = files.stream().filter(ReplicaFile::isUsable).toList();
        this.reachable = reachable(usable);
        this.holes = new LtxHoles(files, reachable, context.locate());
        this.stretches = cutAtHoles();
    }

    /** Returns the transactions whose resulting state can be restored, each with the earliest time known for it. */
    private static NavigableMap<Long, Instant> reachable(List<LtxFile> files) {
        NavigableMap<Long, Instant> reached = new TreeMap<>(Long::compareUnsigned);
        for (LtxFile file : files) {
            Long from = file.isSnapshot() ? Long.valueOf(0) : reached.ceilingKey(file.minTxid() - 1);
            if (from != null && Long.compareUnsigned(from, file.maxTxid()) < 0) {
                reached.merge(file.maxTxid(), file.time(), (a, b) -> a.isBefore(b) ? a : b);
            }
        }
        return reached;
    }

    private List<ContiguousPoints> cutAtHoles() {
        List<ContiguousPoints> cut = new ArrayList<>();
        List<RecoveryPoint> points = new ArrayList<>();
        for (Map.Entry<Long, Instant> entry : reachable.entrySet()) {
            if (!points.isEmpty() && holes.isBefore(entry.getKey())) {
                cut.add(new ContiguousPoints(points));
                points = new ArrayList<>();
            }
            points.add(new RecoveryPoint(entry.getValue(), new LtxPosition(entry.getKey())));
        }
        if (!points.isEmpty()) {
            cut.add(new ContiguousPoints(points));
        }
        return cut;
    }

    @Override
    public List<ContiguousPoints> stretches() {
        return stretches;
    }

    @Override
    public List<Gap> holes() {
        return holes.gaps();
    }

    @Override
    public Optional<Chain> chainTo(Position position) {
        if (!(position instanceof LtxPosition wanted) || !reachable.containsKey(wanted.txid())) {
            return Optional.empty();
        }
        RecoveryPoint end = new RecoveryPoint(reachable.getOrDefault(wanted.txid(), Instant.MIN), wanted);
        return usable.stream()
                .filter(file -> file.isSnapshot() && file.end().compareTo(wanted) <= 0)
                .sorted(LEADS_FURTHEST)
                .flatMap(snapshot -> from(snapshot, end).stream())
                .findFirst();
    }

    /** Returns the fewest files that lead from a snapshot to a position; empty when none do. */
    private Optional<Chain> from(LtxFile snapshot, RecoveryPoint end) {
        LtxPosition wanted = (LtxPosition) end.position();
        List<LtxFile> ahead = usable.stream()
                .filter(file -> file.end().compareTo(wanted) <= 0 && file.end().compareTo(snapshot.end()) > 0)
                .sorted(BY_BEGINNING)
                .toList();
        PriorityQueue<LtxFile> candidates = new PriorityQueue<>(LEADS_FURTHEST);
        List<ReplicaFile> increments = new ArrayList<>();
        LtxPosition current = snapshot.end();
        int next = 0;
        while (current.compareTo(wanted) < 0) {
            while (next < ahead.size() && Long.compareUnsigned(ahead.get(next).minTxid() - 1, current.txid()) <= 0) {
                candidates.add(ahead.get(next++));
            }
            LtxFile best = candidates.poll();
            if (best == null || best.end().compareTo(current) <= 0) {
                return Optional.empty();
            }
            increments.add(best);
            current = best.end();
        }
        return Optional.of(new Chain(snapshot, increments, end));
    }

    /** Returns the newest point of the files written before a time, as Litestream counts them. */
    @Override
    public Optional<RecoveryPoint> newestAt(Instant time) {
        Map.Entry<Long, Instant> last = reachable(usable.stream()
                        .filter(file -> file.time().isBefore(time))
                        .toList())
                .lastEntry();
        return Optional.ofNullable(last)
                .map(entry -> new RecoveryPoint(entry.getValue(), new LtxPosition(entry.getKey())));
    }

    @Override
    public ProvedPoints proved(ContiguousPoints stretch, ProvedFiles files) {
        if (files.drilled().isEmpty()) {
            return ProvedPoints.none(stretch.points().size());
        }
        NavigableMap<Long, Instant> reached = reachable(usable.stream()
                .filter(file -> files.isSound(file) && (!file.isSnapshot() || files.isDrilled(file)))
                .toList());
        return ProvedPoints.of(stretch, point -> reached.containsKey(((LtxPosition) point.position()).txid()));
    }

    /** Returns empty: a snapshot of this layout is taken of one transaction and needs no time to settle. */
    @Override
    public Optional<Instant> pendingUntil() {
        return Optional.empty();
    }
}
