package io.litedrill.verify;

import java.time.Duration;

/**
 * The newest time in the data must not lie further back than this from the recovery point. Not from now: how far the recovery point itself lies
 * back is another matter.
 *
 * @param sql one statement that reads; the first column of its first row is the newest time
 * @param maxAge above 0
 */
public record Freshness(String sql, Duration maxAge) {
    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when it is not a single statement that reads, or no age
     */
    public Freshness {
        ReadingStatement.require(sql);
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("the age is above 0. Found: " + maxAge);
        }
    }
}
