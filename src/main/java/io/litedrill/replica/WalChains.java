package io.litedrill.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be replayed of one generation of the {@code wal} layout.
 *
 * <p>A snapshot is the main file read while checkpoints go on, and may hold pages of commits whose WAL was not uploaded yet. So
 * the end of a segment is a recovery point from a snapshot only when the segment was uploaded after that snapshot: then
 * everything that the snapshot may have been ahead of is in the segments. With no later segment, the snapshot is sound once it
 * has been there for ten sync intervals: nothing was pending.
 */
final class WalChains implements Chains {
    private static final int SYNCS_TO_SETTLE = 10;

    /** How a recovery point is reached: from this snapshot, through the segments of a run from one up to another. */
    private record Reach(RecoveryPoint point, WalSnapshot snapshot, List<WalSegment> segments) {}

    /** A snapshot that a run can be replayed on, from one of its segments on. */
    private record Start(WalSnapshot snapshot, int segment) {}

    private final Duration settling;
    private final Instant settled;
    private final List<WalSnapshot> snapshots;
    private final List<Stretch> stretches = new ArrayList<>();
    private final Map<Position, Reach> reaches = new HashMap<>();
    private final List<Gap> holes;
    private Optional<Instant> pendingUntil = Optional.empty();

    WalChains(Generation generation, TimelineContext context) {
        this.settling = context.settings().syncInterval().multipliedBy(SYNCS_TO_SETTLE);
        this.settled = context.now().minus(settling);
        this.snapshots = generation.snapshots().stream()
                .filter(ReplicaFile::isUsable)
                .sorted(Comparator.comparingLong(WalSnapshot::index).reversed())
                .toList();
        List<WalRun> runs = WalRun.of(generation.segments());
        for (int i = 0; i < runs.size(); i++) {
            addRun(runs.get(i), i == runs.size() - 1);
        }
        addBareSnapshot(generation);
        this.holes = new WalHoles(generation, runs, List.copyOf(stretches), context.locate()).find(pendingUntil);
    }

    private void addRun(WalRun run, boolean newestRun) {
        List<Start> starts = snapshots.stream()
                .flatMap(snapshot -> run.startOf(snapshot.index()).map(start -> new Start(snapshot, start)).stream())
                .toList();
        List<RecoveryPoint> points = new ArrayList<>();
        for (int i = 0; i < run.size(); i++) {
            boolean newest = newestRun && i == run.size() - 1;
            Optional<Reach> reach = healed(run, i, starts);
            if (reach.isEmpty() && newest) {
                reach = settled(run, starts);
            }
            reach.ifPresent(found -> points.add(remember(found)));
        }
        if (!points.isEmpty()) {
            stretches.add(new Stretch(points));
        }
    }

    private RecoveryPoint remember(Reach reach) {
        reaches.put(reach.point().position(), reach);
        return reach.point();
    }

    /** From the newest snapshot that was there before this segment was uploaded. */
    private static Optional<Reach> healed(WalRun run, int i, List<Start> starts) {
        Instant time = run.times().get(i);
        return starts.stream()
                .filter(start ->
                        start.segment() <= i && time.isAfter(start.snapshot().time()))
                .findFirst()
                .map(start -> reach(run, i, start, time));
    }

    /** To the newest segment of all, from a snapshot that has been there for long enough. */
    private Optional<Reach> settled(WalRun run, List<Start> starts) {
        Optional<Start> old =
                starts.stream().filter(start -> isSettled(start.snapshot())).findFirst();
        if (old.isEmpty()) {
            pendingUntil = starts.stream()
                    .map(start -> start.snapshot().time().plus(settling))
                    .min(Comparator.naturalOrder());
        }
        return old.map(
                start -> reach(run, run.size() - 1, start, start.snapshot().time()));
    }

    private static Reach reach(WalRun run, int i, Start start, Instant time) {
        return new Reach(
                new RecoveryPoint(time, run.positionAfter(i)),
                start.snapshot(),
                run.segments().subList(start.segment(), i + 1));
    }

    /** The newest snapshot alone, where no segment follows it. */
    private void addBareSnapshot(Generation generation) {
        if (snapshots.isEmpty()) {
            return;
        }
        WalSnapshot snapshot = snapshots.get(0);
        if (generation.segments().stream().anyMatch(segment -> segment.index() >= snapshot.index())) {
            return;
        }
        if (isSettled(snapshot)) {
            WalPosition position = new WalPosition(snapshot.generation(), snapshot.index(), 0);
            Reach reach = new Reach(new RecoveryPoint(snapshot.time(), position), snapshot, List.of());
            stretches.add(new Stretch(List.of(remember(reach))));
        } else {
            pendingUntil = Optional.of(snapshot.time().plus(settling));
        }
    }

    private boolean isSettled(WalSnapshot snapshot) {
        return !snapshot.time().isAfter(settled);
    }

    @Override
    public List<Stretch> stretches() {
        return List.copyOf(stretches);
    }

    @Override
    public List<Gap> holes() {
        return holes;
    }

    @Override
    public Optional<Chain> chainTo(Position position) {
        return Optional.ofNullable(reaches.get(position))
                .map(reach -> new Chain(reach.snapshot(), List.copyOf(reach.segments()), reach.point()));
    }

    /** A segment counts for a time when it was uploaded at that time or before. */
    @Override
    public Optional<RecoveryPoint> newestAt(Instant time) {
        return stretches.stream()
                .flatMap(stretch -> stretch.points().stream())
                .filter(point -> !point.time().isAfter(time))
                .reduce((first, second) -> second);
    }

    @Override
    public Optional<Instant> pendingUntil() {
        return pendingUntil;
    }
}
