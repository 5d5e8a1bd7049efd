package io.litedrill.replica;

import io.litedrill.replica.Gap.Kind;
import io.litedrill.replica.Gap.Missing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Finds what is missing in one generation of the {@code wal} layout. */
final class WalHoles {
    private final Generation generation;
    private final List<WalRun> runs;
    private final List<Stretch> stretches;
    private final Function<ReplicaFile, String> locate;

    WalHoles(Generation generation, List<WalRun> runs, List<Stretch> stretches, Function<ReplicaFile, String> locate) {
        this.generation = generation;
        this.runs = runs;
        this.stretches = stretches;
        this.locate = locate;
    }

    /**
     * All holes, oldest first.
     *
     * @param pendingUntil set when the generation is only too young to have recovery points
     */
    List<Gap> find(Optional<Instant> pendingUntil) {
        if (generation.snapshots().stream().noneMatch(ReplicaFile::isUsable)) {
            return List.of(withoutSnapshot());
        }
        List<Gap> holes = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            if (i > 0) {
                holes.add(before(
                        runs.get(i), missing(runs.get(i - 1).last(), runs.get(i).first())));
            } else if (!startsOnSnapshot(runs.get(0)) && pendingUntil.isEmpty()) {
                missingAfterSnapshot(runs.get(0)).ifPresent(missing -> holes.add(before(runs.get(0), missing)));
            }
        }
        damagedTail().ifPresent(holes::add);
        return holes;
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

    private boolean startsOnSnapshot(WalRun run) {
        return generation.snapshots().stream()
                .filter(ReplicaFile::isUsable)
                .anyMatch(snapshot -> run.startOf(snapshot.index()).isPresent());
    }

    /** What the oldest run lacks to be replayed on the newest snapshot before it; empty when it has no such snapshot. */
    private Optional<String> missingAfterSnapshot(WalRun run) {
        WalSegment first = run.first();
        return generation.snapshots().stream()
                .filter(snapshot -> snapshot.isUsable() && snapshot.index() <= first.index())
                .reduce((older, newer) -> newer)
                .map(snapshot -> snapshot.index() == first.index() || first.offset() > 0
                        ? upTo(first)
                        : indexes(snapshot.index(), first.index() - 1));
    }

    private Gap before(WalRun run, String missing) {
        WalPosition end = run.positionAfter(run.size() - 1);
        boolean reachable =
                stretches.stream().anyMatch(stretch -> stretch.last().position().equals(end));
        return new Gap(
                lastPointBefore(run.times().get(0)),
                run.times().get(0),
                missing(run.first(), missing),
                reachable ? Optional.empty() : Optional.of(run.times().get(run.size() - 1)));
    }

    /** A damaged segment just before the run makes the hole; otherwise something is not there at all. */
    private Missing missing(WalSegment first, String what) {
        int at = generation.segments().indexOf(first);
        if (at > 0 && !generation.segments().get(at - 1).isUsable()) {
            return new Missing(
                    Kind.DAMAGE, what, locate.apply(generation.segments().get(at - 1)));
        }
        return new Missing(Kind.HOLE, what, locate.apply(first));
    }

    /** Segments that cannot be used and that nothing usable follows. */
    private Optional<Gap> damagedTail() {
        List<WalSegment> segments = generation.segments();
        if (segments.isEmpty() || segments.get(segments.size() - 1).isUsable()) {
            return Optional.empty();
        }
        int from = segments.size() - 1;
        while (from > 0 && !segments.get(from - 1).isUsable()) {
            from--;
        }
        WalSegment first = segments.get(from);
        String what = String.format(Locale.ROOT, "WAL index %08x from offset %d on", first.index(), first.offset());
        return Optional.of(new Gap(
                lastPointBefore(first.time()),
                first.time(),
                new Missing(Kind.DAMAGE, what, locate.apply(first)),
                Optional.of(segments.get(segments.size() - 1).time())));
    }

    private Optional<RecoveryPoint> lastPointBefore(Instant time) {
        return stretches.stream()
                .flatMap(stretch -> stretch.points().stream())
                .filter(point -> !point.time().isAfter(time))
                .reduce((first, second) -> second);
    }

    private static String missing(WalSegment before, WalSegment after) {
        if (before.index() == after.index()) {
            long from = before.end().orElse(before.offset());
            return String.format(Locale.ROOT, "WAL index %08x, offset %d to %d", after.index(), from, after.offset());
        }
        return after.offset() > 0 ? upTo(after) : indexes(before.index() + 1, after.index() - 1);
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
