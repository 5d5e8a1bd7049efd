package io.litedrill.replica.timeline;

import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The time that a restore was asked for, beside the recovery point that it delivers.
 *
 * @param time the requested time; empty where the newest state or a position was requested
 * @param afterNewest whether the requested time is after the newest replicated change, so that the newest state is delivered
 * @param next the oldest recovery point later than the requested time; empty when there is none
 */
public record TimeRequest(Optional<Instant> time, boolean afterNewest, Optional<RecoveryPoint> next) {
    /** No time was requested. */
    public static final TimeRequest NONE = new TimeRequest(Optional.empty(), false, Optional.empty());

    /** Describes the request of a time of which no more is known. */
    public static TimeRequest at(Instant time) {
        return new TimeRequest(Optional.of(time), false, Optional.empty());
    }

    /** Describes the request of a point by what a timeline holds; {@link #NONE} for a point that is not a time. */
    public static TimeRequest of(Point point, Timeline timeline, boolean afterNewest) {
        return point instanceof Point.AtTime at
                ? new TimeRequest(Optional.of(at.time()), afterNewest, timeline.after(at.time()))
                : NONE;
    }

    /** Returns by how much a delivered point is earlier than the requested time, 0 or more; empty where no time was requested. */
    public Optional<Duration> earlierBy(RecoveryPoint delivered) {
        return time.map(requested -> positive(Duration.between(delivered.time(), requested)));
    }

    /**
     * Returns how much later than the requested time the newest commit in the delivered state may be, since the times of a replica are
     * rounded down; empty where no time was requested.
     */
    public Optional<Duration> laterByUpTo(RecoveryPoint delivered) {
        return time.map(requested ->
                positive(Duration.between(requested, delivered.time()).plus(delivered.rounding())));
    }

    /** Returns the distance from the requested time to the next later point; empty where there is none. */
    public Optional<Duration> untilNext() {
        return time.flatMap(requested -> next.map(point -> Duration.between(requested, point.time())));
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
