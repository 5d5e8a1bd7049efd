package io.litedrill.verify;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The contents of a database, measured to detect that another state of it lacks rows. Only the owner's tables count: no
 * tables of SQLite or Litestream, no virtual tables, and of the tables behind virtual tables only those with one row
 * for each of their rows.
 *
 * @param schema a digest of all tables, indexes, views and triggers; equal digests mean equal text
 * @param schemaVersion {@code PRAGMA schema_version}, which increases with each change of the schema
 * @param rows number of rows of each counted table
 * @param complete whether every table was counted
 * @param violations number of rows that break each tested constraint
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

    /** Creates contents without a known violation. */
    public Contents(String schema, long schemaVersion, NavigableMap<String, Long> rows, boolean complete) {
        this(schema, schemaVersion, rows, complete, new TreeMap<>());
    }

    /** Returns the same contents with these violations. */
    public Contents with(NavigableMap<String, Long> found) {
        return new Contents(schema, schemaVersion, rows, complete, found);
    }

    /** Returns the number of rows of all counted tables. */
    public long total() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns whether all tables are known to have no row. */
    public boolean isEmpty() {
        return complete && total() == 0;
    }
}
