package io.litedrill.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Runs {@code integrity_check} or {@code quick_check} and classifies every message. If a collation or function is
 * missing, the check runs with {@link StandIns}; if a virtual table prevents the check, it runs for each table alone,
 * with a walk over the pages of all b-trees.
 */
final class IntegrityCheck {
    /** The messages of btree.c precede all others, so a check with this limit shows whether there are any. */
    private static final int FIRST_MESSAGES = 100;

    private static final int ALL_MESSAGES = Integer.MAX_VALUE;
    /**
     * The full check looks up each row in each index, so it reads the pages of indexes again and again. They are a
     * few percent of most databases; the pages of a larger index come from the operating system.
     */
    private static final int FULL_CACHE_SHARE = 25;

    private static final long LARGEST_FULL_CACHE_KIB = 16 << 10;
    /** The quick check reads pages in their order, and a small cache stays in the caches of the processor. */
    private static final int QUICK_CACHE_KIB = 512;

    private final ReadOnlyDatabase database;
    private final String pragma;
    private final boolean comparesIndexes;
    private final StandIns standIns;

    /** Creates a check on a connection that has no other use: stand-ins stay registered in it. */
    IntegrityCheck(ReadOnlyDatabase database, Expectations.Mode mode) {
        this.database = database;
        this.pragma = "PRAGMA " + mode.pragma();
        this.comparesIndexes = mode == Expectations.Mode.INTEGRITY_CHECK;
        this.standIns = new StandIns(database);
    }

    /** Runs the check. */
    Tally run() throws QueryStoppedException {
        try {
            database.setCache(comparesIndexes ? fullCache() : QUICK_CACHE_KIB);
            return whole();
        } catch (SQLException e) {
            Complaint complaint = SqliteError.complaint(e);
            if (complaint instanceof Complaint.NotRun) {
                return of(complaint);
            }
            return eachTable(complaint);
        }
    }

    private int fullCache() {
        long share = (database.bytes() / FULL_CACHE_SHARE) >> 10;
        return (int) Math.max(QUICK_CACHE_KIB, Math.min(LARGEST_FULL_CACHE_KIB, share));
    }

    private static Tally of(Complaint complaint) {
        Tally tally = new Tally();
        tally.add(complaint);
        return tally;
    }

    /** Checks the whole file, and registers as many stand-ins as necessary. */
    private Tally whole() throws SQLException, QueryStoppedException {
        Tally first = new Tally();
        long count = messages(pragma + "(" + FIRST_MESSAGES + ")", first);
        if (first.isDamaged() || first.isEnded() || count < FIRST_MESSAGES) {
            return first;
        }
        Tally all = new Tally();
        messages(pragma + "(" + ALL_MESSAGES + ")", all);
        return all;
    }

    /**
     * Runs one statement; registers a stand-in and runs it again for each collation and function that it needs.
     *
     * @return the number of rows
     */
    private long messages(String sql, Tally tally) throws SQLException, QueryStoppedException {
        while (true) {
            try {
                Dependence dependence = Dependence.on(standIns, database);
                OwnOrder ownOrder = new OwnOrder(database);
                long count = database.query(sql, rows -> read(rows, tally, new Classifier(dependence, ownOrder, tally)))
                        .orElse(0L);
                ownOrder.settle(tally);
                standIns.needs().forEach(tally::add);
                if (comparesIndexes) {
                    dependence.names().forEach(tally::addUntested);
                }
                return count;
            } catch (SQLException e) {
                Complaint complaint = SqliteError.complaint(e);
                if (!(complaint instanceof Complaint.NeedsApplication need) || !standIns.register(need)) {
                    throw e;
                }
            }
        }
    }

    /** Classifies messages; those that another order of keys can cause wait in {@link OwnOrder}. */
    private record Classifier(Dependence dependence, OwnOrder ownOrder, Tally tally) {
        void classify(String text) {
            Optional<IntegrityMessage> known = IntegrityMessage.of(text);
            if (known.isEmpty()) {
                tally.add(new Complaint.Damage(text));
            } else if (!dependence.covers(known.get(), text) && !ownOrder.keep(known.get(), text)) {
                tally.add(known.get().complaint(text));
            }
        }
    }

    private static long read(ResultSet rows, Tally tally, Classifier classifier) throws SQLException {
        long count = 0;
        try {
            while (rows.next()) {
                String text = String.valueOf(rows.getString(1));
                count++;
                if (!text.equals("ok")) {
                    classifier.classify(text);
                }
            }
        } catch (SQLException e) {
            // damage can end the check itself; so can a virtual table, which the check of each table identifies
            if (!tally.isDamaged()) {
                throw e;
            }
            tally.add(SqliteError.complaint(e));
        }
        // a check without a message has not reported ok
        if (count == 0) {
            tally.add(new Complaint.Damage("SQLite gave no answer"));
        }
        return count;
    }

    /** Checks each table alone, because the check of the whole file ended with an error. */
    private Tally eachTable(Complaint error) throws QueryStoppedException {
        Tally tally = new Tally();
        try {
            List<SchemaObject> objects = SchemaObject.read(database);
            boolean explained = false;
            for (SchemaObject object : objects) {
                if (object.isTable()) {
                    explained |= object.virtual() ? virtual(object, tally) : ordinary(object.name(), tally);
                }
            }
            explained |= ordinary("sqlite_schema", tally);
            new PageUse(database).check(tally);
            if (!explained && !tally.isDamaged()) {
                tally.add(error);
                tally.addUntested("the database as a whole");
            }
        } catch (SQLException e) {
            tally.add(error instanceof Complaint.NeedsApplication ? SqliteError.complaint(e) : error);
            tally.addUntested("the database as a whole");
        }
        return tally;
    }

    /** Returns true when the table caused the check of the whole file to fail. */
    private boolean ordinary(String table, Tally tally) throws QueryStoppedException {
        try {
            // for one table SQLite reports at most its default of 100 messages
            if (messages(pragma + "(" + Schema.quoted(table) + ")", tally) >= FIRST_MESSAGES) {
                tally.addUntested("what follows the first " + FIRST_MESSAGES + " messages on table " + table);
            }
            return false;
        } catch (SQLException e) {
            tally.add(SqliteError.complaint(e));
            tally.addUntested("table " + table);
            return true;
        }
    }

    /**
     * Checks a virtual table. One that cannot be opened is not damaged: the tables behind it are checked like all
     * others.
     */
    private boolean virtual(SchemaObject table, Tally tally) throws QueryStoppedException {
        try {
            messages(pragma + "(" + Schema.quoted(table.name()) + ")", tally);
            return false;
        } catch (SQLException e) {
            Complaint complaint = SqliteError.complaint(e);
            if (complaint instanceof Complaint.Damage) {
                complaint = VirtualTable.ofError(database, table, SqliteError.words(e));
            }
            tally.add(complaint);
            if (complaint instanceof Complaint.NeedsApplication) {
                tally.addUntested("index of virtual table " + table.name());
            }
            return true;
        }
    }
}
