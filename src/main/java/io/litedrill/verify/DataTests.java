package io.litedrill.verify;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Conditions of the owner for the rows, besides assertions.
 *
 * @param minRows the minimum number of rows of each table or view, in the order of the tests
 * @param freshness the maximum age of the data
 */
public record DataTests(Map<String, Long> minRows, Optional<Freshness> freshness) {
    /** No conditions. */
    public static final DataTests NONE = new DataTests(Map.of(), Optional.empty());

    /** Copies the map. */
    public DataTests {
        minRows = Collections.unmodifiableMap(new LinkedHashMap<>(minRows));
    }
}
