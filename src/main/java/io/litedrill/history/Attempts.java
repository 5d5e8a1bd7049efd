package io.litedrill.history;

import io.litedrill.recover.Audit;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads and writes the audit table: who requested which restore. */
final class Attempts {
    private static final String KEEP = """
        INSERT INTO audit (at, who, address, database, what, answer)
        VALUES (:at, :who, :address, :database, :what, :answer)\
        """;
    private static final String NEWEST =
            "SELECT at, who, address, database, what, answer FROM audit ORDER BY at DESC, id DESC LIMIT :limit";

    private Attempts() {}

    static void keep(Handle handle, Instant at, Audit.Attempt attempt) {
        handle.createUpdate(KEEP)
                .bind("at", Times.column(at))
                .bind("who", text(attempt.who()))
                .bind("address", text(attempt.from()))
                .bind("database", text(attempt.database()))
                .bind("what", text(attempt.what()))
                .bind("answer", text(attempt.answer()))
                .execute();
    }

    /** Replaces NUL, which PostgreSQL stores in no text and a request may contain. */
    private static String text(String given) {
        return given.replace('\0', '\uFFFD');
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
