package io.litedrill.replica;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Identifies a state that a restore can produce exactly, by time and position. {@link #toString} returns the one form
 * shown to people: the unrounded time, so that it identifies this point again when it is typed, then the position in
 * parentheses.
 *
 * @param time when this state was written, according to the replica
 */
public record RecoveryPoint(Instant time, Position position) {
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /**
     * Returns the unit to which the time is rounded down. The header of an LTX file has milliseconds. The time of a WAL
     * segment is the time of its upload, which S3 and many copies keep in whole seconds; a time with a fraction of a
     * second counts as exact to its last digit.
     */
    public Duration rounding() {
        if (position.layout() == Layout.LTX) {
            return MILLISECOND;
        }
        if (time.truncatedTo(ChronoUnit.SECONDS).equals(time)) {
            return SECOND;
        }
        return time.truncatedTo(ChronoUnit.MILLIS).equals(time) ? MILLISECOND : Duration.ZERO;
    }

    @Override
    public String toString() {
        return time + " (" + position + ")";
    }
}
