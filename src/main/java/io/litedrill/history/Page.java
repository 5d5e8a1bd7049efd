package io.litedrill.history;

import java.time.Instant;
import java.util.Optional;

/**
 * Selects a part of a list, newest first. A page may exceed its limit: it includes all results of its oldest instant,
 * so that the next page, which ends before that instant, skips none.
 *
 * @param limit the number of results, 1 to {@link #MAX_LIMIT}
 * @param before the upper bound, exclusive, of the time when results began; empty for the newest
 */
public record Page(int limit, Optional<Instant> before) {
    /** The maximum limit of a page. */
    public static final int MAX_LIMIT = 1000;

    /** Validates the limit. */
    public Page {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit: expected 1 to " + MAX_LIMIT + ". Found: " + limit);
        }
    }

    /** Returns the page of the newest results. */
    public static Page newest(int limit) {
        return new Page(limit, Optional.empty());
    }
}
