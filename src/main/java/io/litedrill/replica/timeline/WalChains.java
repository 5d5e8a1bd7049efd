package io.litedrill.replica.timeline;

import io.litedrill.replica.Generation;
import io.litedrill.replica.Position;
import io.litedrill.replica.ProvedFiles;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.WalSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Computes the chains of one generation of the {@code wal} layout.
 *
 * <p>A snapshot is the main file, read while checkpoints run, and may hold pages of commits whose WAL was not uploaded
 * yet. So the end of a segment is a recovery point from a snapshot only if this segment, or one before it with the
 * snapshot's index or a later one, was uploaded after that snapshot: the segments then contain every commit that the
 * snapshot may have been ahead of. Without a later segment, usable or not, the snapshot is sound once it is ten sync
 * intervals old: nothing was pending.
 */
public final class WalChains implements Chains {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    /** Describes how a recovery point is reached: from this snapshot, through a range of the segments of a run. */
    private record Reach(RecoveryPoint point, WalSnapshot snapshot, List<WalSegment> segments) {}

    /** Holds a snapshot and the first segment of a run that can be replayed on it. */
    private record Start(WalSnapshot snapshot, int segment) {}

    private final Duration settling;
    private final Instant settled;
    private final Instant future;
    private final List<WalSnapshot> snapshots;
    private final List<WalSegment> listed;
    private final List<ContiguousPoints> stretches;
    private final Map<Position, Reach> reaches = new HashMap<>();
    private final List<Gap> holes;
    private Optional<Instant> pendingUntil = Optional.empty();

    public WalChains(Generation all, TimelineContext context) {
        this.settling = context.settings().settling().upload();
        Generation generation = withoutContradicted(all, settling);
        this.listed = generation.segments();
        this.settled = context.now().minus(settling);
        this.future = context.now().plus(CLOCKS_DIFFER);
        this.snapshots = generation.snapshots().stream()
                .filter(ReplicaFile::isUsable)
                .sorted(Comparator.comparingLong(WalSnapshot::index).reversed())
                .toList();
        List<SegmentRun> runs = SegmentRun.of(generation.segments());
        List<Optional<ContiguousPoints>> ofRuns = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            ofRuns.add(addRun(runs.get(i), i == runs.size() - 1));
        }
        Optional<ContiguousPoints> bare = bareSnapshot(generation);
        this.stretches = Stream.concat(ofRuns.stream(), Stream.of(bare))
                .flatMap(Optional::stream)
                .toList();
        this.holes = new WalHoles(generation, runs, ofRuns, context.locate()).find(bare.isPresent());
    }

    /**
     * Returns the generation without the snapshots after which an earlier index continued to grow. Litestream takes a
     * snapshot of the index that is being written, so such a snapshot has a wrong name; or a copy changed the order
     * of times, and an older snapshot leads to the same states.
     */
    private static Generation withoutContradicted(Generation generation, Duration settling) {
        NavigableMap<Long, Instant> lastUploads = new TreeMap<>();
        Instant latest = Instant.MIN;
        for (WalSegment segment : generation.segments()) {
            latest = segment.time().isAfter(latest) ? segment.time() : latest;
            lastUploads.put(segment.index(), latest);
        }
        List<WalSnapshot> honest = generation.snapshots().stream()
                .filter(snapshot -> Optional.ofNullable(lastUploads.lowerEntry(snapshot.index()))
                        .filter(before ->
                                before.getValue().isAfter(snapshot.time().plus(settling)))
                        .isEmpty())
                .toList();
        return new Generation(generation.id(), honest, generation.segments());
    }

    private Optional<ContiguousPoints> addRun(SegmentRun run, boolean newestRun) {
        List<Start> starts = snapshots.stream()
                .flatMap(snapshot -> run.startOf(snapshot.index()).map(start -> new Start(snapshot, start)).stream())
                .toList();
        Map<Integer, Start> healing = healing(run, starts);
        List<RecoveryPoint> points = new ArrayList<>();
        Optional<Start> best = Optional.empty();
        for (int i = 0; i < run.size(); i++) {
            best = newer(best, Optional.ofNullable(healing.get(i)));
            int segment = i;
            best.flatMap(start ->
                            remember(reach(run, segment, start, run.times().get(segment))))
                    .ifPresent(points::add);
        }
        if (newestRun && best.isEmpty()) {
            settled(run, starts).flatMap(this::remember).ifPresent(points::add);
        }
        return points.isEmpty() ? Optional.empty() : Optional.of(new ContiguousPoints(points));
    }

    /**
     * Returns the segment from which each snapshot can be replayed: the first one of its own index or a later one
     * that was uploaded after it. If several snapshots become usable at one segment, the newest is kept.
     */
    private static Map<Integer, Start> healing(SegmentRun run, List<Start> starts) {
        Map<Integer, Start> healing = new HashMap<>();
        for (Start start : starts) {
            Instant taken = start.snapshot().time();
            int i = start.segment();
            while (i < run.size() && !run.segments().get(i).time().isAfter(taken)) {
                i++;
            }
            healing.putIfAbsent(i, start);
        }
        return healing;
    }

    private static Optional<Start> newer(Optional<Start> best, Optional<Start> other) {
        boolean better = other.isPresent()
                && best.filter(start -> start.snapshot().index()
                                > other.get().snapshot().index())
                        .isEmpty();
        return better ? other : best;
    }

    /**
     * Keeps a reach; returns empty if its position is taken. That happens when the last segment of an index was not
     * measured: its end is unknown, and its start as the position would give two states one name.
     */
    private Optional<RecoveryPoint> remember(Reach reach) {
        return reaches.putIfAbsent(reach.point().position(), reach) == null
                ? Optional.of(reach.point())
                : Optional.empty();
    }

    /** Returns the reach of the newest segment from a snapshot that is old enough. */
    private Optional<Reach> settled(SegmentRun run, List<Start> all) {
        List<Start> starts =
                all.stream().filter(start -> !isGrownBehind(start.snapshot())).toList();
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

    /** Returns whether WAL was pending when the snapshot was taken, even if the later segments are unusable. */
    private boolean isGrownBehind(WalSnapshot snapshot) {
        return listed.stream()
                .anyMatch(segment ->
                        segment.index() >= snapshot.index() && segment.time().isAfter(snapshot.time()));
    }

    private static Reach reach(SegmentRun run, int i, Start start, Instant time) {
        return new Reach(
                new RecoveryPoint(time, run.positionAfter(i)),
                start.snapshot(),
                run.segments().subList(start.segment(), i + 1));
    }

    /** Returns the newest snapshot as a recovery point, if no segment follows it. */
    private Optional<ContiguousPoints> bareSnapshot(Generation generation) {
        Optional<WalSnapshot> bare = snapshots.stream()
                .findFirst()
                .filter(snapshot ->
                        generation.segments().stream().noneMatch(segment -> segment.index() >= snapshot.index()));
        bare.filter(snapshot -> !isSettled(snapshot))
                .ifPresent(
                        snapshot -> pendingUntil = Optional.of(snapshot.time().plus(settling)));
        return bare.filter(this::isSettled)
                .map(snapshot -> new Reach(
                        new RecoveryPoint(snapshot.time(), new WalPosition(snapshot.generation(), snapshot.index(), 0)),
                        snapshot,
                        List.of()))
                .flatMap(this::remember)
                .map(point -> new ContiguousPoints(List.of(point)));
    }

    /**
     * Returns whether a snapshot is old enough. A time in the future gives no age; waiting for it would withhold the
     * only state until then.
     */
    private boolean isSettled(WalSnapshot snapshot) {
        return !snapshot.time().isAfter(settled) || snapshot.time().isAfter(future);
    }

    @Override
    public List<ContiguousPoints> stretches() {
        return stretches;
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

    @Override
    public ProvedPoints proved(ContiguousPoints stretch, ProvedFiles files) {
        return ProvedPoints.of(stretch, new ProvedReaches(files)::includes);
    }

    /** Tests points in their order. They follow one another on one snapshot, so each segment is looked up once. */
    private final class ProvedReaches {
        private final ProvedFiles files;
        private Optional<WalSnapshot> snapshot = Optional.empty();
        private int verified;

        ProvedReaches(ProvedFiles files) {
            this.files = files;
        }

        boolean includes(RecoveryPoint point) {
            Reach reach = Objects.requireNonNull(reaches.get(point.position()));
            if (snapshot.filter(reach.snapshot()::equals).isEmpty()) {
                snapshot = Optional.of(reach.snapshot());
                verified = files.isDrilled(reach.snapshot()) && files.isSound(reach.snapshot()) ? 0 : -1;
            }
            List<WalSegment> segments = reach.segments();
            while (verified >= 0 && verified < segments.size()) {
                verified = files.isSound(segments.get(verified)) ? verified + 1 : -1;
            }
            return verified >= 0;
        }
    }

    /**
     * Returns the newest point of the segments uploaded at or before a time. Only stretches around the time count: a
     * snapshot that no segment follows may have been uploaded before the end of the index before it.
     */
    @Override
    public Optional<RecoveryPoint> newestAt(Instant time) {
        return stretches.stream()
                .filter(stretch -> stretch.isAround(time))
                .flatMap(stretch -> stretch.points().stream())
                .filter(point -> !point.time().isAfter(time))
                .reduce((first, second) -> second);
    }

    @Override
    public Optional<Instant> pendingUntil() {
        return pendingUntil;
    }
}
