package io.litedrill.verify;

import java.sql.SQLException;
import java.util.regex.Pattern;

/** Explains why a virtual table cannot be opened or checked. */
final class VirtualTable {
    private static final Pattern R_TREE =
            Pattern.compile("\\bUSING\\s+[\"'`\\[]?(rtree|rtree_i32|geopoly)\\b", Pattern.CASE_INSENSITIVE);
    private static final String UNREADABLE_R_TREE =
            "an R-tree that cannot be read, and with it its rows. Take them from an earlier state, or create it again";

    private VirtualTable() {}

    /**
     * Classifies an error of a virtual table: missing, or an index to rebuild. FTS5 reports a missing tokenizer only
     * when the table is searched.
     *
     * @param words SQLite's message, which may be only {@code SQL logic error}
     */
    static Complaint ofError(ReadOnlyDatabase database, SchemaObject table, String words) throws QueryStoppedException {
        String name = Schema.quoted(table.name());
        try {
            database.query("SELECT 1 FROM " + name + " WHERE " + name + " MATCH 'a' LIMIT 1", rows -> rows.next());
        } catch (SQLException e) {
            Complaint complaint = SqliteError.complaint(e);
            if (!(complaint instanceof Complaint.Damage)) {
                return complaint;
            }
        }
        String advice = R_TREE.matcher(table.sql()).find() ? UNREADABLE_R_TREE : FullText.toRebuild(name);
        return new Complaint.Rebuild(table.name() + ": " + words + ". " + advice);
    }
}
