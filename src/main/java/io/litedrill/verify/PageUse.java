package io.litedrill.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Checks that each page of a file is used once: by one b-tree or by the freelist. {@code integrity_check} does so for a
 * whole file only, which a virtual table can prevent. Walks all b-trees by the {@code dbstat} virtual table.
 */
final class PageUse {
    /** Offset of the page that SQLite locks and never uses, in bytes. */
    private static final long LOCK_BYTE = 0x40000000L;

    private static final String WALK =
            "SELECT count(*), count(DISTINCT pageno), sum(pagetype NOT IN ('leaf', 'internal', 'overflow')) FROM dbstat";

    private final ReadOnlyDatabase database;

    PageUse(ReadOnlyDatabase database) {
        this.database = database;
    }

    /** Adds the errors to a tally. */
    void check(Tally tally) throws QueryStoppedException {
        try {
            Walk walk = database.query(WALK, Walk::of).orElse(new Walk(0, 0, 0));
            if (walk.pages() != walk.distinct()) {
                tally.add(new Complaint.Damage((walk.pages() - walk.distinct()) + " pages are used twice"));
            }
            if (walk.unreadable() > 0) {
                tally.add(new Complaint.Damage(walk.unreadable() + " pages are not of a b-tree"));
            }
            if (number("auto_vacuum") != 0) {
                // the position of its pointer map depends on bytes that no pragma shows
                return;
            }
            long expected = number("page_count") - number("freelist_count") - unused();
            if (walk.distinct() != expected) {
                tally.add(new Complaint.Damage(
                        walk.distinct() + " pages are used, where the file has " + expected + " beside the freelist"));
            }
        } catch (SQLException e) {
            tally.add(SqliteError.complaint(e));
        }
    }

    private record Walk(long pages, long distinct, long unreadable) {
        static Walk of(ResultSet rows) throws SQLException {
            return rows.next() ? new Walk(rows.getLong(1), rows.getLong(2), rows.getLong(3)) : new Walk(0, 0, 0);
        }
    }

    /** Returns the number of unused pages, 0 or 1: the page of the lock byte holds no data. */
    private long unused() throws SQLException, QueryStoppedException {
        return number("page_count") >= LOCK_BYTE / number("page_size") + 1 ? 1 : 0;
    }

    private long number(String pragma) throws SQLException, QueryStoppedException {
        Optional<Long> number = database.query("PRAGMA " + pragma, rows -> rows.next() ? rows.getLong(1) : 0L);
        return number.orElse(0L);
    }
}
