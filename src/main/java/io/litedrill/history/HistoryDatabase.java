package io.litedrill.history;

import io.litedrill.lease.Leases;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Provides connections to an open history with the tables of this version. Everything that differs between database
 * systems is behind this interface: the SQL of the tables is the same for all.
 */
interface HistoryDatabase extends AutoCloseable {
    Jdbi jdbi();

    /** Returns the place for messages, without secrets. */
    String place();

    /** Returns why results are lost although they can be written; empty without a problem. */
    Optional<String> trouble();

    /** Returns whether a failure means that the database does not answer, so that other requests would fail too. */
    boolean isUnreachable(Throwable failure);

    /** Returns whether a failure is due to the values of a write, so that the same write would fail again. */
    boolean isRejected(Throwable failure);

    /** Returns the rights that processes with this history share; all are granted where only one process uses it. */
    Leases leases(HistoryAccess access);

    /** Returns what connects processes with this history; empty where only one process stores results. */
    Optional<SharedTables> shared(HistoryAccess access);

    @Override
    void close();
}
