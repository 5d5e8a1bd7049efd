package io.litedrill.replica.timeline;

import io.litedrill.replica.Position;
import io.litedrill.replica.RecoveryPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Describes which recovery points of a span are proved. A point is proved when every file of one way to it was read to
 * its end and verified, as the file is listed now, and a drill passed on a database that was restored from the snapshot
 * of that way.
 *
 * @param points the number of recovery points of the span, 1 or more
 * @param ranges the proved points, oldest first; points between two ranges are not proved
 */
public record ProvedPoints(int points, List<Range> ranges) {
    /** Copies the list. */
    public ProvedPoints {
        ranges = List.copyOf(ranges);
    }

    /**
     * Describes consecutive points.
     *
     * @param from the earliest time of a point
     * @param to the latest time of a point
     * @param first the position of the first point in the order of replay
     * @param last the position of the last point; a point is one of them if its position is not outside these two
     * @param points the number of points, 1 or more
     */
    public record Range(Instant from, Instant to, Position first, Position last, int points) {}

    /** Returns that no point is proved. */
    public static ProvedPoints none(int points) {
        return new ProvedPoints(points, List.of());
    }

    /**
     * Tests each point of a stretch.
     *
     * @param proved called once for each point, oldest first
     */
    static ProvedPoints of(ContiguousPoints stretch, Predicate<RecoveryPoint> proved) {
        List<Range> ranges = new ArrayList<>();
        boolean open = false;
        for (RecoveryPoint point : stretch.points()) {
            boolean isProved = proved.test(point);
            if (isProved && open) {
                ranges.add(extended(ranges.remove(ranges.size() - 1), point));
            } else if (isProved) {
                ranges.add(new Range(point.time(), point.time(), point.position(), point.position(), 1));
            }
            open = isProved;
        }
        return new ProvedPoints(stretch.points().size(), ranges);
    }

    /** The order of points is that of replay, in which times may go back. */
    private static Range extended(Range range, RecoveryPoint point) {
        Instant time = point.time();
        return new Range(
                time.isBefore(range.from()) ? time : range.from(),
                time.isAfter(range.to()) ? time : range.to(),
                range.first(),
                point.position(),
                range.points() + 1);
    }

    /** Returns whether each point of the span is proved. */
    public boolean all() {
        return proved() == points;
    }

    /** Returns the number of proved points. */
    public int proved() {
        return ranges.stream().mapToInt(Range::points).sum();
    }

    /** Returns the time of the newest proved point; empty where none is proved. */
    public Optional<Instant> until() {
        return ranges.stream().map(Range::to).reduce((first, second) -> second);
    }
}
