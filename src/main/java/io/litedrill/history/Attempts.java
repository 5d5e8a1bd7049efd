package io.litedrill.history;

import io.litedrill.recover.Audit;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads and writes the audit table: who requested which restore. */
final class Attempts {
    private static final String KEEP = """
            INSERT INTO audit (at, who, address, database, what, answer)
            VALUES (:at, :who, :address, :database, :what, :answer)""";
    private static final String NEWEST =
            "SELECT at, who, address, database, what, answer FROM audit ORDER BY at DESC, id DESC LIMIT :limit";

    private Attempts() {}

    static void keep(Handle handle, Instant at, Audit.Attempt attempt) {
        handle.createUpdate(KEEP)
                .bind("at", Times.column(at))
                .bind("who", attempt.who())
                .bind("address", attempt.from())
                .bind("database", attempt.database())
                .bind("what", attempt.what())
                .bind("answer", attempt.answer())
                .execute();
    }

    static List<KeptAttempt> newest(Handle handle, int limit) {
        return handle.createQuery(NEWEST)
                .bind("limit", limit)
                .map((rows, context) -> new KeptAttempt(
                        Times.time(rows.getString(1)),
                        new Audit.Attempt(
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getString(5),
                                rows.getString(6))))
                .list();
    }

    static void prune(Handle handle, Instant before) {
        handle.createUpdate("DELETE FROM audit WHERE at < :before")
                .bind("before", Times.column(before))
                .execute();
    }
}
