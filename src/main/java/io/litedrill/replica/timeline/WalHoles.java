package io.litedrill.replica.timeline;

import io.litedrill.replica.Generation;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.timeline.Gap.Kind;
import io.litedrill.replica.timeline.Gap.Missing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds missing data in one generation of the {@code wal} layout. */
public final class WalHoles {
    private final Generation generation;
    private final List<SegmentRun> runs;
    private final List<Optional<ContiguousPoints>> stretches;
    private final Function<ReplicaFile, String> locate;
    private final Map<WalSegment, WalSegment> unusableBefore = new HashMap<>();
    private final Optional<WalSegment> unusableTail;
    /** The last recovery point before each run, and before the end. */
    private final List<Optional<RecoveryPoint>> lastPoints = new ArrayList<>();

    /**
     * Examines a generation.
     *
     * @param stretches for each run, its recovery points
     */
    public WalHoles(
            Generation generation,
            List<SegmentRun> runs,
            List<Optional<ContiguousPoints>> stretches,
            Function<ReplicaFile, String> locate) {
        this.generation = generation;
        this.runs = runs;
        this.stretches = stretches;
        this.locate = locate;
        this.unusableTail = noteUnusable();
        Optional<RecoveryPoint> last = Optional.empty();
        for (Optional<ContiguousPoints> stretch : stretches) {
            lastPoints.add(last);
            last = stretch.map(ContiguousPoints::last).or(() -> lastPoints.get(lastPoints.size() - 1));
        }
        lastPoints.add(last);
    }

    /**
     * Records the first of the unusable segments before each usable segment. Returns the first of those that no
     * usable segment follows.
     */
    private Optional<WalSegment> noteUnusable() {
        Optional<WalSegment> row = Optional.empty();
        for (WalSegment segment : generation.segments()) {
            if (segment.isUsable()) {
                row.ifPresent(first -> unusableBefore.put(segment, first));
                row = Optional.empty();
            } else if (row.isEmpty()) {
                row = Optional.of(segment);
            }
        }
        return row;
    }

    /**
     * Returns all holes, oldest first.
     *
     * @param newerSnapshot whether a snapshot that no segment follows is a recovery point, so that no hole hides the
     *     newest state
     */
    public List<Gap> find(boolean newerSnapshot) {
        if (generation.snapshots().stream().noneMatch(ReplicaFile::isUsable)) {
            return List.of(withoutSnapshot());
        }
        int lastReachable = newerSnapshot ? runs.size() : lastReachable();
        List<Gap> holes = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            int at = i;
            missingBefore(i).ifPresent(missing -> holes.add(before(at, missing, at > lastReachable)));
        }
        unusableTail.ifPresent(first -> holes.add(tail(first, !newerSnapshot)));
        return holes;
    }

    private int lastReachable() {
        for (int i = stretches.size() - 1; i >= 0; i--) {
            if (stretches.get(i).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    private Optional<String> missingBefore(int run) {
        SegmentRun behind = runs.get(run);
        if (run > 0) {
            return Optional.of(missing(runs.get(run - 1).last(), behind.first()));
        }
        return startsOnSnapshot(behind) ? Optional.empty() : missingAfterSnapshot(behind);
    }

    private Gap withoutSnapshot() {
        ReplicaFile first = generation
                .files()
                .reduce((a, b) -> a.time().isAfter(b.time()) ? b : a)
                .orElseThrow();
        String what = "a usable snapshot of generation " + generation.id();
        return new Gap(
                Optional.empty(),
                first.time(),
                new Missing(Kind.NO_SNAPSHOT, what, locate.apply(first)),
                Optional.of(generation.newest()));
    }

    private boolean startsOnSnapshot(SegmentRun run) {
        return generation.snapshots().stream()
                .filter(ReplicaFile::isUsable)
                .anyMatch(snapshot -> run.startOf(snapshot.index()).isPresent());
    }

    /**
     * Returns the missing data between the oldest run and the newest snapshot before it; empty without such a
     * snapshot.
     */
    private Optional<String> missingAfterSnapshot(SegmentRun run) {
        WalSegment first = run.first();
        return generation.snapshots().stream()
                .filter(snapshot -> snapshot.isUsable() && snapshot.index() <= first.index())
                .reduce((older, newer) -> newer)
                .map(snapshot -> snapshot.index() == first.index() || first.offset() > 0
                        ? upTo(first)
                        : indexes(snapshot.index(), first.index() - 1));
    }

    private Gap before(int run, String what, boolean lost) {
        SegmentRun behind = runs.get(run);
        Optional<RecoveryPoint> after = lastPointBefore(run);
        return new Gap(
                after,
                behind.times().get(0),
                run > 0 ? missing(behind.first(), what, runs.get(run - 1).last()) : missing(behind.first(), what),
                lost ? Optional.of(noEarlier(behind.times().get(behind.size() - 1), after)) : Optional.empty());
    }

    private Missing missing(WalSegment first, String what, WalSegment before) {
        Missing missing = missing(first, what);
        return new Missing(missing.kind(), what, missing.where(), Optional.of(locate.apply(before)));
    }

    /** Describes the missing data: an unusable segment just before the run, or otherwise an absent file. */
    private Missing missing(WalSegment first, String what) {
        return Optional.ofNullable(unusableBefore.get(first))
                .map(unusable -> new Missing(Kind.of(unusable), what, locate.apply(unusable)))
                .orElseGet(() -> new Missing(Kind.HOLE, what, locate.apply(first)));
    }

    /** Returns the gap of unusable segments that no usable segment follows. */
    private Gap tail(WalSegment first, boolean lost) {
        List<WalSegment> segments = generation.segments();
        Optional<RecoveryPoint> after = lastPointBefore(runs.size());
        Instant newest = noEarlier(segments.get(segments.size() - 1).time(), after);
        return new Gap(
                after,
                first.time(),
                new Missing(Kind.of(first), fromOn(first), locate.apply(first)),
                lost ? Optional.of(newest) : Optional.empty());
    }

    /**
     * Returns the last point before a run, by the order of replay and not by time: stores keep whole seconds, and
     * copies change the order of times.
     */
    private Optional<RecoveryPoint> lastPointBefore(int run) {
        return lastPoints.get(run);
    }

    /**
     * Returns a time that is not earlier than a point: later in the order of replay means written later, with any
     * times.
     */
    private static Instant noEarlier(Instant time, Optional<RecoveryPoint> than) {
        return than.map(RecoveryPoint::time).filter(time::isBefore).orElse(time);
    }

    private String missing(WalSegment before, WalSegment after) {
        if (before.index() == after.index()) {
            long from = before.end().orElse(before.offset());
            return from > after.offset()
                    ? String.format(
                            Locale.ROOT,
                            "WAL index %08x from offset %d on (the segment at offset %d claims a place before that)",
                            after.index(),
                            from,
                            after.offset())
                    : String.format(
                            Locale.ROOT, "WAL index %08x, offset %d to %d", after.index(), from, after.offset());
        }
        if (after.offset() > 0) {
            return upTo(after);
        }
        return Optional.ofNullable(unusableBefore.get(after))
                .filter(unusable -> unusable.index() == before.index())
                .map(WalHoles::fromOn)
                .orElseGet(() -> indexes(before.index() + 1, after.index() - 1));
    }

    private static String fromOn(WalSegment segment) {
        return String.format(Locale.ROOT, "WAL index %08x from offset %d on", segment.index(), segment.offset());
    }

    private static String upTo(WalSegment segment) {
        return String.format(Locale.ROOT, "WAL index %08x, offset 0 to %d", segment.index(), segment.offset());
    }

    private static String indexes(long first, long last) {
        return first >= last
                ? String.format(Locale.ROOT, "WAL index %08x", first)
                : String.format(Locale.ROOT, "WAL index %08x to %08x", first, last);
    }
}
