package io.litedrill.replica.timeline;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.Position;
import io.litedrill.replica.ProvedFiles;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.timeline.Gap.Missing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Computes which states of a database a replica can produce, and from which files, over all generations and both
 * layouts. Pure: it is built from an inventory and reads nothing.
 */
public final class Timeline {
    /**
     * Orders generations and layouts by the latest time of their recovery points. That need not be the time of the last
     * point: if the clock was set back, or the time in one header is damaged, an older layout must not become the
     * newest.
     */
    private static final Comparator<Chains> BY_END = Comparator.comparing(chains -> chains.stretches().stream()
            .flatMap(stretch -> stretch.points().stream())
            .map(RecoveryPoint::time)
            .max(Comparator.naturalOrder())
            .orElse(Instant.MIN));

    private final List<Chains> histories;
    private final List<ContiguousPoints> stretches;
    private final ProvedFiles proved;

    private Timeline(Inventory known, TimelineContext context) {
        Inventory inventory = known.withVanished();
        this.proved = known.proved();
        Stream<Chains> wal = inventory.generations().stream().map(generation -> new WalChains(generation, context));
        Stream<Chains> ltx =
                inventory.ltxFiles().isEmpty() ? Stream.of() : Stream.of(new LtxChains(inventory.ltxFiles(), context));
        this.histories = Stream.concat(wal, ltx).sorted(BY_END).toList();
        this.stretches = histories.stream()
                .flatMap(chains -> chains.stretches().stream())
                .toList();
    }

    private static Optional<RecoveryPoint> last(List<ContiguousPoints> stretches) {
        return stretches.isEmpty()
                ? Optional.empty()
                : Optional.of(stretches.get(stretches.size() - 1).last());
    }

    /**
     * Computes the timeline of an inventory.
     *
     * @param now decides whether the snapshot of a generation is old enough to be proved sound
     */
    public static Timeline of(Replica replica, Inventory inventory, WriterSettings settings, Instant now) {
        return new Timeline(inventory, new TimelineContext(replica::locate, settings, now));
    }

    /**
     * Returns all recovery points, grouped in stretches in the order of replay; the stretch with the newest point is
     * last.
     */
    public List<ContiguousPoints> stretches() {
        return stretches;
    }

    /** Returns the newest recovery point. */
    public Optional<RecoveryPoint> newest() {
        return last(stretches);
    }

    /** Returns the spans and all gaps: the holes, and the changes from one generation or layout to the next. */
    public Window window() {
        return window(Optional.empty());
    }

    /**
     * Returns the window with a gap at writes that Litestream has skipped.
     *
     * @param skipped position of the first file after the skipped writes
     */
    public Window window(Optional<Position> skipped) {
        Optional<SkippedWrites> writes = skipped.map(SkippedWrites::new);
        List<Gap> holes = holes().stream().map(this::upToNextPoint).toList();
        Stream<Gap> changes = changes(stretches).stream()
                .filter(change -> holes.stream().noneMatch(hole -> hole.after().equals(change.after())));
        Stream<Gap> gaps = Stream.of(holes.stream(), changes, writes.flatMap(each -> each.gap(stretches)).stream())
                .flatMap(each -> each);
        return new Window(
                histories.stream().flatMap(chains -> spans(chains, writes)).toList(),
                gaps.sorted(Comparator.comparing(Gap::before)).toList());
    }

    private Stream<Span> spans(Chains chains, Optional<SkippedWrites> skipped) {
        return chains.stretches().stream()
                .flatMap(stretch -> skipped.map(writes -> writes.split(stretch)).orElse(Stream.of(stretch)))
                .map(stretch -> stretch.span(
                        chains.proved(stretch, proved),
                        skipped.filter(writes -> writes.affect(stretch.last().position()))
                                .isEmpty()));
    }

    /** Returns the holes of all generations and both layouts. */
    public List<Gap> holes() {
        return histories.stream().flatMap(chains -> chains.holes().stream()).toList();
    }

    /** Returns the newest hole between the newest recovery point and newer files; empty without such a hole. */
    public Optional<Gap> holeAtEnd() {
        Instant newest = newest().map(RecoveryPoint::time).orElse(Instant.MIN);
        return holes().stream()
                .filter(gap -> gap.newestBehind()
                        .filter(time -> !time.isBefore(newest))
                        .isPresent())
                .max(Comparator.comparing(gap -> gap.newestBehind().orElse(Instant.MIN)));
    }

    /** Extends a gap to the next recovery point, since the files after a hole need not be reachable. */
    private Gap upToNextPoint(Gap hole) {
        Optional<Instant> next = stretches.stream()
                .map(stretch -> stretch.first().time())
                .filter(time -> !time.isBefore(hole.before()))
                .findFirst();
        return new Gap(hole.after(), next.orElse(hole.before()), hole.missing(), hole.newestBehind());
    }

    private static List<Gap> changes(List<ContiguousPoints> stretches) {
        List<Gap> gaps = new ArrayList<>();
        for (int i = 1; i < stretches.size(); i++) {
            RecoveryPoint end = stretches.get(i - 1).last();
            RecoveryPoint start = stretches.get(i).first();
            if (!history(end.position()).equals(history(start.position()))) {
                String what = "what was written after " + history(end.position()) + " and before "
                        + history(start.position());
                Missing missing = new Missing(Gap.Kind.CHANGE, what, "");
                gaps.add(new Gap(Optional.of(end), start.time(), missing, Optional.empty()));
            }
        }
        return gaps;
    }

    private static String history(Position position) {
        return position instanceof WalPosition wal ? "generation " + wal.generation() : "the LTX files";
    }

    /** Returns the files that lead to a recovery point; empty when the position is not a recovery point. */
    public Optional<Chain> chainTo(Position position) {
        return histories.stream()
                .flatMap(chains -> chains.chainTo(position).stream())
                .findFirst();
    }

    /**
     * Returns the recovery point for a time: the point of exactly this time, so that a printed time identifies its
     * point; otherwise the newest before it, if the time lies within a stretch. Of several points with one time,
     * returns the last in the order of replay.
     */
    public Optional<RecoveryPoint> at(Instant time) {
        return points().filter(point -> point.time().equals(time))
                .reduce((first, second) -> second)
                .or(() -> histories.stream()
                        .flatMap(chains -> at(chains, time).stream())
                        .reduce((first, second) -> second.time().isBefore(first.time()) ? first : second));
    }

    private static Optional<RecoveryPoint> at(Chains chains, Instant time) {
        return chains.newestAt(time)
                .flatMap(newest -> chains.stretches().stream()
                        .filter(stretch -> stretch.isAround(time))
                        .flatMap(stretch -> stretch.points().stream())
                        .filter(point -> point.position().equals(newest.position()))
                        .findFirst());
    }

    /** Returns the newest recovery point before a time, wherever the time lies. */
    public Optional<RecoveryPoint> before(Instant time) {
        return points().filter(point -> point.time().isBefore(time)).max(Comparator.comparing(RecoveryPoint::time));
    }

    /** Returns the oldest recovery point at or after a time, wherever the time lies. */
    public Optional<RecoveryPoint> from(Instant time) {
        return points().filter(point -> !point.time().isBefore(time)).min(Comparator.comparing(RecoveryPoint::time));
    }

    /**
     * Returns the oldest recovery point later than a time, wherever the time lies; of several with one time, the first.
     */
    public Optional<RecoveryPoint> after(Instant time) {
        return points().filter(point -> point.time().isAfter(time)).min(Comparator.comparing(RecoveryPoint::time));
    }

    /**
     * Returns the recovery points nearest to a time, sorted by time; points with one time in the order of replay.
     *
     * @param each maximum number of points no later than the time, and of points later
     */
    public List<RecoveryPoint> around(Instant time, int each) {
        List<RecoveryPoint> sorted =
                points().sorted(Comparator.comparing(RecoveryPoint::time)).toList();
        int later = (int)
                sorted.stream().takeWhile(point -> !point.time().isAfter(time)).count();
        return sorted.subList(Math.max(0, later - each), Math.min(sorted.size(), later + each));
    }

    /** Returns all recovery points. */
    public Stream<RecoveryPoint> points() {
        return stretches.stream().flatMap(stretch -> stretch.points().stream());
    }

    /**
     * Returns when a newest state that is too young to be proved sound will be old enough; empty without such a state.
     */
    public Optional<Instant> pendingUntil() {
        return histories.stream()
                .flatMap(chains -> chains.pendingUntil().stream())
                .max(Comparator.naturalOrder());
    }

    /**
     * Returns when a history that began after the newest recovery point, and has no recovery point yet, will have one;
     * empty without such a history. Until then the newest recovery point is not the newest state.
     */
    public Optional<Instant> newerPendingUntil() {
        Instant newest = newest().map(RecoveryPoint::time).orElse(Instant.MIN);
        return histories.stream()
                .filter(chains -> chains.stretches().isEmpty())
                .flatMap(chains -> chains.pendingUntil().stream())
                .filter(until -> until.isAfter(newest))
                .max(Comparator.naturalOrder());
    }
}
