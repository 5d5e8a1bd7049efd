package io.litedrill.history;

import java.time.Instant;
import java.util.Optional;

/**
 * Which part of a list is wanted, newest first. A page may be longer than its limit: results of the same instant are not
 * torn apart, so that the next page, before the oldest of this one, skips none.
 *
 * @param limit 1 to {@link #MAX_LIMIT}
 * @param before only results that began before this time; empty for the newest
 */
public record Page(int limit, Optional<Instant> before) {
    /** The most that one page may ask for. */
    public static final int MAX_LIMIT = 1000;

    /** Checks the limit. */
    public Page {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit: expected 1 to " + MAX_LIMIT + ". Found: " + limit);
        }
    }

    /** The newest results. */
    public static Page newest(int limit) {
        return new Page(limit, Optional.empty());
    }
}
