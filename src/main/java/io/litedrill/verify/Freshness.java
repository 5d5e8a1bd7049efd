package io.litedrill.verify;

import java.time.Duration;

/**
 * The maximum age of the newest time in the data, measured from the recovery point. The age of the recovery point
 * itself is tested elsewhere.
 *
 * @param sql one statement that reads; the first column of its first row is the newest time
 * @param maxAge above 0
 */
public record Freshness(String sql, Duration maxAge) {
    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when the SQL is not a single statement that reads, or the age is not above 0
     */
    public Freshness {
        ReadingStatement.require(sql);
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("the age is above 0. Found: " + maxAge);
        }
    }
}
