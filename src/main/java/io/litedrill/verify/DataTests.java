package io.litedrill.verify;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the owner expects of the rows, beside assertions.
 *
 * @param minRows the least number of rows of each table or view, in the order in which they are tested
 * @param freshness how recent the data must be
 */
public record DataTests(Map<String, Long> minRows, Optional<Freshness> freshness) {
    /** Expects nothing. */
    public static final DataTests NONE = new DataTests(Map.of(), Optional.empty());

    /** Copies the map. */
    public DataTests {
        minRows = Collections.unmodifiableMap(new LinkedHashMap<>(minRows));
    }
}
