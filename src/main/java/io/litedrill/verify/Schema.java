package io.litedrill.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The schema of a database as its owner wrote it, without the tables of SQLite and Litestream.
 *
 * @param tables names of the tables with the owner's rows
 * @param complete whether no table was skipped for the length of its name or for the number of tables
 */
record Schema(String digest, List<String> tables, boolean complete) {
    /** Limit for the number of tables: a hostile file may have any number, and each takes some microseconds. */
    private static final int MOST_TABLES = 5000;

    private static final int LONGEST_NAME = 1000;

    private static final String ROWS = """
            SELECT type, substr(name, 1, 1001), substr(tbl_name, 1, 1001), substr(sql, 1, 100000), length(sql) FROM sqlite_schema
            WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name NOT IN ('_litestream_seq', '_litestream_lock')
            ORDER BY type, name""";
    private static final Pattern VIRTUAL = Pattern.compile(
            "\\s*CREATE\\s+VIRTUAL\\s+TABLE\\b.*?\\bUSING\\s+[\"'`\\[]?(\\w+).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Set<String> KNOWN_MODULES = Set.of("fts3", "fts4", "fts5", "rtree", "rtree_i32", "geopoly");
    /**
     * Suffixes of the tables in which these modules keep one row for each of theirs; the row counts of their other
     * tables have no meaning.
     */
    private static final Set<String> ROW_FOR_ROW = Set.of("content", "docsize", "rowid");

    private static final Set<String> INNER =
            Set.of("data", "idx", "config", "segments", "segdir", "stat", "node", "parent");

    Schema {
        tables = List.copyOf(tables);
    }

    static Schema read(ReadOnlyDatabase database, Budget budget) throws SQLException, QueryStoppedException {
        return database.query(ROWS, budget.left(), Schema::read).orElseThrow(() -> new SQLException("no schema"));
    }

    private static Schema read(ResultSet rows) throws SQLException {
        RowDigest digest = new RowDigest();
        List<String> tables = new ArrayList<>();
        Map<String, String> modules = new HashMap<>();
        boolean complete = true;
        while (rows.next()) {
            digest.add(rows, 5);
            if (!"table".equals(rows.getString(1))) {
                continue;
            }
            String name = String.valueOf(rows.getString(2));
            Optional<String> module =
                    module(Optional.ofNullable(rows.getString(4)).orElse(""));
            if (name.length() > LONGEST_NAME || tables.size() + modules.size() >= MOST_TABLES) {
                complete = false;
            } else if (module.isPresent()) {
                modules.put(name, module.get());
            } else {
                tables.add(name);
            }
        }
        tables.removeIf(table -> isInner(table, modules));
        return new Schema(digest.hex(), tables, complete);
    }

    private static Optional<String> module(String sql) {
        Matcher matcher = VIRTUAL.matcher(sql);
        return matcher.matches() ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /** Returns whether a table belongs to a virtual table and does not hold the owner's rows. */
    private static boolean isInner(String table, Map<String, String> modules) {
        for (int end = table.indexOf('_', 1); end > 0; end = table.indexOf('_', end + 1)) {
            String module = modules.get(table.substring(0, end));
            String part = table.substring(end + 1).toLowerCase(Locale.ROOT);
            if (module != null
                    && (KNOWN_MODULES.contains(module) ? INNER.contains(part) : !ROW_FOR_ROW.contains(part))) {
                return true;
            }
        }
        return false;
    }

    /** Quotes any name for SQL. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
