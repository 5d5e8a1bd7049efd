package io.litedrill.verify;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a database holds, measured: enough to see whether another state of it lacks rows. Tables are the owner's: none of SQLite's or
 * Litestream's own, no virtual ones, and of the tables behind virtual ones those alone that have a row for each of theirs.
 *
 * @param schema a digest of all tables, indexes, views and triggers; equal ones are the same to the letter
 * @param schemaVersion {@code PRAGMA schema_version}, which grows with each change of the schema
 * @param rows how many rows each table has, of those that were counted
 * @param complete whether every table was counted
 */
public record Contents(String schema, long schemaVersion, NavigableMap<String, Long> rows, boolean complete) {
    /** Copies the map. */
    public Contents {
        rows = Collections.unmodifiableNavigableMap(new TreeMap<>(rows));
    }

    /** Rows of all tables that were counted. */
    public long total() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether it is certain that there is not one row. */
    public boolean isEmpty() {
        return complete && total() == 0;
    }
}
