package io.litedrill.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs {@code foreign_key_check} and counts its reports by table and key. One table that cannot be checked ends the
 * check of the whole file: then each table is checked alone.
 */
final class ForeignKeys {
    private static final int MOST_ROWS = 5;
    private static final int MOST_KEYS = 200;
    /** The parent key is a view, or lacks a column or a UNIQUE index: the schema is wrong, not the file. */
    private static final Pattern MISMATCH =
            Pattern.compile("(foreign key mismatch - .*?)(?: \\(SQLITE_\\w+\\))?", Pattern.DOTALL);

    private final ReadOnlyDatabase database;
    private final Map<Key, Long> counts = new LinkedHashMap<>();
    private final List<String> first = new ArrayList<>();
    private final Set<String> mismatches = new LinkedHashSet<>();
    private final Set<String> missing = new LinkedHashSet<>();
    private long rows;

    private ForeignKeys(ReadOnlyDatabase database) {
        this.database = database;
    }

    private record Key(String table, String parent, int id) {}

    /**
     * Runs the check.
     *
     * @param strict true when a violation is a failure
     * @param tally receives the counts
     */
    static QueryResult check(ReadOnlyDatabase database, boolean strict, Tally tally)
            throws SQLException, QueryStoppedException {
        ForeignKeys keys = new ForeignKeys(database);
        keys.all();
        return keys.answer(strict, tally);
    }

    private void all() throws SQLException, QueryStoppedException {
        try {
            database.query("PRAGMA foreign_key_check", this::read);
        } catch (SQLException e) {
            if (SqliteError.complaint(e) instanceof Complaint.NotRun) {
                throw e;
            }
            each();
        }
    }

    private void each() throws SQLException, QueryStoppedException {
        counts.clear();
        first.clear();
        rows = 0;
        for (SchemaObject table : SchemaObject.read(database)) {
            if (table.isTable() && !table.virtual()) {
                one(table.name());
            }
        }
    }

    private void one(String table) throws SQLException, QueryStoppedException {
        try {
            database.query("PRAGMA foreign_key_check(" + Schema.quoted(table) + ")", this::read);
        } catch (SQLException e) {
            var mismatch = MISMATCH.matcher(SqliteError.words(e));
            if (mismatch.matches()) {
                mismatches.add(table + ": " + mismatch.group(1));
            } else if (SqliteError.complaint(e) instanceof Complaint.NeedsApplication need) {
                missing.add(need.what() + " (not tested: foreign keys of table " + table + ")");
            } else {
                throw e;
            }
        }
    }

    private boolean read(ResultSet result) throws SQLException {
        while (result.next()) {
            rows++;
            Key key = new Key(result.getString(1), String.valueOf(result.getString(3)), result.getInt(4));
            if (counts.containsKey(key) || counts.size() < MOST_KEYS) {
                counts.merge(key, 1L, Long::sum);
            }
            if (rows <= MOST_ROWS) {
                String row = Optional.ofNullable(result.getString(2))
                        .map(id -> " row " + id)
                        .orElse("");
                first.add(key.table() + row + " refers to no row of " + key.parent());
            }
        }
        return true;
    }

    private QueryResult answer(boolean strict, Tally tally) throws QueryStoppedException {
        for (Map.Entry<Key, Long> entry : counts.entrySet()) {
            tally.addViolation(name(entry.getKey()), entry.getValue());
        }
        mismatches.forEach(mismatch -> tally.addViolation(mismatch, 1));
        String found = found();
        if (strict && !found.isEmpty()) {
            return QueryResult.failed(found);
        }
        return missing.isEmpty()
                ? QueryResult.passed(found)
                : QueryResult.needsApplication("could not be tested completely: " + String.join("; ", missing)
                        + (found.isEmpty() ? "" : "; " + found));
    }

    private String found() {
        List<String> parts = new ArrayList<>(mismatches);
        if (rows > 0) {
            parts.add(String.format(
                    Locale.ROOT,
                    "%d violations: %s%s",
                    rows,
                    String.join("; ", first),
                    rows > MOST_ROWS ? "; ..." : ""));
        }
        return String.join("; ", parts);
    }

    /** Names a key by its columns: {@code o: FOREIGN KEY (u) REFERENCES u}. */
    private String name(Key key) throws QueryStoppedException {
        String columns = "";
        try {
            columns = database
                    .query(
                            "PRAGMA foreign_key_list(" + Schema.quoted(key.table()) + ")",
                            result -> columns(result, key.id()))
                    .orElse(List.of())
                    .stream()
                    .collect(Collectors.joining(", ", " (", ")"));
        } catch (SQLException withoutColumns) {
            // the table and the parent identify the key
        }
        return key.table() + ": FOREIGN KEY" + columns + " REFERENCES " + key.parent();
    }

    private static List<String> columns(ResultSet result, int id) throws SQLException {
        List<String> columns = new ArrayList<>();
        while (result.next()) {
            if (result.getInt(1) == id) {
                columns.add(String.valueOf(result.getString(4)));
            }
        }
        return columns;
    }
}
