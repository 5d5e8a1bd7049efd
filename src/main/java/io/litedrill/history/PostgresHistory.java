package io.litedrill.history;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Opens a history in a PostgreSQL database. */
public final class PostgresHistory {
    private PostgresHistory() {}

    /**
     * Opens the history. A server that does not answer is tried again later; until then, nothing can be read, and
     * results wait in memory.
     *
     * @throws HistoryException when the URL is not one of PostgreSQL
     */
    public static HistoryStore open(PostgresSettings settings, Retention retention, InstantSource clock) {
        return open(settings, retention, clock, System::nanoTime);
    }

    /**
     * Opens the history as the other method does, for a node of a cluster.
     *
     * @param node the name that each result gets
     */
    public static HistoryStore open(PostgresSettings settings, Retention retention, InstantSource clock, String node) {
        return new SqlHistoryStore(
                PostgresDatabase.open(settings, Optional.of(node)), retention, clock, System::nanoTime);
    }

    static HistoryStore open(PostgresSettings settings, Retention retention, InstantSource clock, LongSupplier nanos) {
        return new SqlHistoryStore(PostgresDatabase.open(settings, Optional.empty()), retention, clock, nanos);
    }
}
