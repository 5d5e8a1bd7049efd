package io.litedrill.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Holds the difference between the clock of this machine and that of the database server.
 *
 * @param ahead how far this machine is ahead; negative when it is behind
 * @param error the maximum error, half of the time that the answer took
 */
public record ClockDifference(Duration ahead, Duration error) {
    /** The difference before the first answer. */
    public static final ClockDifference NONE = new ClockDifference(Duration.ZERO, Duration.ZERO);

    private static final Duration ALLOWED = Duration.ofSeconds(1);

    /**
     * Computes the difference.
     *
     * @param before the time of this machine when the question was sent
     * @param server the answer
     * @param after the time of this machine when the answer came
     */
    static ClockDifference of(Instant before, Instant server, Instant after) {
        Duration half = Duration.between(before, after).dividedBy(2);
        return new ClockDifference(Duration.between(server, before.plus(half)), half.abs());
    }

    /** Returns a message if the clocks certainly differ by more than a second. */
    public Optional<String> problem() {
        Duration certain = ahead.abs().minus(error);
        if (certain.compareTo(ALLOWED) <= 0) {
            return Optional.empty();
        }
        return Optional.of("the clock of this machine is " + ahead.abs().toMillis() / 1000.0 + " s "
                + (ahead.isNegative() ? "behind" : "ahead of")
                + " that of the database server; nodes must differ by at most 1 s. Synchronize the clocks (NTP)");
    }
}
