package io.litedrill.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table or index of the schema.
 *
 * @param table the table it belongs to; its own name for a table
 * @param sql its statement, shortened to 100,000 characters; empty for an index of a constraint
 * @param virtual true for a virtual table
 */
record SchemaObject(String type, String name, String table, String sql, boolean virtual) {
    private static final int MOST = 20_000;
    private static final String ROWS =
            "SELECT type, name, tbl_name, coalesce(substr(sql, 1, 100000), ''), coalesce(rootpage, 0)"
                    + " FROM sqlite_schema WHERE type IN ('table', 'index') AND length(name) <= 1000 LIMIT " + MOST;

    /** Reads all tables and indexes, including those of SQLite. */
    static List<SchemaObject> read(ReadOnlyDatabase database) throws SQLException, QueryStoppedException {
        return database.query(ROWS, SchemaObject::all).orElse(List.of());
    }

    private static List<SchemaObject> all(ResultSet rows) throws SQLException {
        List<SchemaObject> objects = new ArrayList<>();
        while (rows.next()) {
            String sql = text(rows, 4);
            boolean virtual = sql.strip().toUpperCase(Locale.ROOT).startsWith("CREATE VIRTUAL");
            objects.add(new SchemaObject(text(rows, 1), text(rows, 2), text(rows, 3), sql, virtual));
        }
        return objects;
    }

    private static String text(ResultSet rows, int column) throws SQLException {
        return Optional.ofNullable(rows.getString(column)).orElse("");
    }

    boolean isTable() {
        return type.equals("table");
    }
}
