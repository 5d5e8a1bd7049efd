package io.litedrill.replica;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A time and position that a restore can produce, soundly. {@link #toString} gives the one form in which people read it: the time
 * unrounded, so that it names this point again when it is typed, then the position in brackets.
 *
 * @param time when the replica says that this state was written
 */
public record RecoveryPoint(Instant time, Position position) {
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /**
     * Returns the unit that the time is rounded down to. The header of an LTX file has milliseconds. The time of a WAL segment is that of
     * its upload, which S3 and many copies keep in whole seconds; a time with a fraction of a second is taken for exact to its last digit.
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
