package io.litedrill.replica.timeline;

import io.litedrill.replica.RecoveryPoint;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts the recovery points of a span that are proved. A point is proved when every file of one way to it was read to
 * its end and verified, as the file is listed now, and a drill passed on a database that was restored from the snapshot
 * of that way.
 *
 * @param points all recovery points of the span, 1 or more
 * @param proved how many of them are proved, 0 or more
 * @param until time of the newest proved point; empty where none is proved
 */
public record ProvedPoints(int points, int proved, Optional<Instant> until) {
    /** Returns whether each point of the span is proved. */
    public boolean all() {
        return proved == points;
    }

    public static ProvedPoints none(ContiguousPoints stretch) {
        return new ProvedPoints(stretch.points().size(), 0, Optional.empty());
    }

    /** Returns the counts including one more, later point. */
    public ProvedPoints with(RecoveryPoint point) {
        return new ProvedPoints(points, proved + 1, Optional.of(point.time()));
    }
}
