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
 * @param violations how many rows break each constraint, where that was tested
 */
public record Contents(
        String schema,
        long schemaVersion,
        NavigableMap<String, Long> rows,
        boolean complete,
        NavigableMap<String, Long> violations) {
    /** Copies the maps. */
    public Contents {
        rows = Collections.unmodifiableNavigableMap(new TreeMap<>(rows));
        violations = Collections.unmodifiableNavigableMap(new TreeMap<>(violations));
    }

    /** Contents without a known violation. */
    public Contents(String schema, long schemaVersion, NavigableMap<String, Long> rows, boolean complete) {
        this(schema, schemaVersion, rows, complete, new TreeMap<>());
    }

    /** Returns the same with these violations. */
    public Contents with(NavigableMap<String, Long> found) {
        return new Contents(schema, schemaVersion, rows, complete, found);
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
