package io.litedrill.replica.timeline;

import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Holds the requested time of a restore, beside the recovery point that it delivers.
 *
 * @param time the requested time; empty if the newest state or a position was requested
 * @param afterNewest whether the requested time is after the newest replicated change, so that the newest state is
 *     delivered
 * @param next the oldest recovery point later than the requested time; empty without such a point
 */
public record TimeRequest(Optional<Instant> time, boolean afterNewest, Optional<RecoveryPoint> next) {
    /** The value for requests without a time. */
    public static final TimeRequest NONE = new TimeRequest(Optional.empty(), false, Optional.empty());

    /** Describes a request for a time without further data. */
    public static TimeRequest at(Instant time) {
        return new TimeRequest(Optional.of(time), false, Optional.empty());
    }

    /** Describes the request of a point by the content of a timeline; {@link #NONE} for a point that is not a time. */
    public static TimeRequest of(Point point, Timeline timeline, boolean afterNewest) {
        return point instanceof Point.AtTime at
                ? new TimeRequest(Optional.of(at.time()), afterNewest, timeline.after(at.time()))
                : NONE;
    }

    /**
     * Returns by how much a delivered point is earlier than the requested time, 0 or more; empty if no time was
     * requested.
     */
    public Optional<Duration> earlierBy(RecoveryPoint delivered) {
        return time.map(requested -> positive(Duration.between(delivered.time(), requested)));
    }

    /**
     * Returns how much later than the requested time the newest commit in the delivered state may be, since the times
     * of a replica are rounded down; empty if no time was requested.
     */
    public Optional<Duration> laterByUpTo(RecoveryPoint delivered) {
        return time.map(requested ->
                positive(Duration.between(requested, delivered.time()).plus(delivered.rounding())));
    }

    /** Returns the distance from the requested time to the next later point; empty without such a point. */
    public Optional<Duration> untilNext() {
        return time.flatMap(requested -> next.map(point -> Duration.between(requested, point.time())));
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
