package io.litedrill.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the virtual tables of a schema whose module is missing here, and whether the schema has any table. */
final class Modules {
    private Modules() {}

    /**
     * Names each missing module with its first table. SQLite excludes such tables from its checks; the tables behind
     * them are checked like all others.
     */
    static List<String> missing(ReadOnlyDatabase database) throws SQLException, QueryStoppedException {
        Set<String> missing = new TreeSet<>();
        for (SchemaObject table : SchemaObject.read(database)) {
            if (table.isTable() && table.virtual()) {
                try {
                    database.query("SELECT 1 FROM " + Schema.quoted(table.name()) + " LIMIT 0", ResultSet::next);
                } catch (SQLException e) {
                    if (SqliteError.complaint(e) instanceof Complaint.NeedsApplication need
                            && need.what().startsWith("no such module")) {
                        missing.add(need.what() + " (virtual table " + table.name() + ")");
                    }
                }
            }
        }
        return new ArrayList<>(missing);
    }

    /** Returns true when the schema has no table but those of SQLite and Litestream. */
    static boolean withoutTable(ReadOnlyDatabase database) throws SQLException, QueryStoppedException {
        return SchemaObject.read(database).stream()
                .filter(SchemaObject::isTable)
                .allMatch(table -> table.name().startsWith("sqlite_")
                        || table.name().equals("_litestream_seq")
                        || table.name().equals("_litestream_lock"));
    }
}
