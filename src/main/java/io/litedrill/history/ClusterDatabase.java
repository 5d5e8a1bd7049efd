package io.litedrill.history;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;

/**
 * Holds the connections that the nodes of a cluster use to share work. They are separate from those of the history, so
 * that a slow query of one does not delay the other.
 */
public final class ClusterDatabase implements AutoCloseable {
    /** Enough for the threads of all schedulers, and for the heartbeat. */
    private static final int CONNECTIONS = 12;

    private static final Duration RESPONSE = Duration.ofSeconds(10);
    /** A frozen process must not keep a lock that the other nodes need. */
    private static final String FREE_LOCKS = "SET idle_in_transaction_session_timeout = '5s'";

    private final PostgresSettings settings;
    private final HikariDataSource pool;
    private boolean migrated;

    private ClusterDatabase(PostgresSettings settings, HikariDataSource pool) {
        this.settings = settings;
        this.pool = pool;
    }

    /**
     * Prepares connections; connects when they are first used.
     *
     * @throws HistoryException when the URL is not one of PostgreSQL
     */
    public static ClusterDatabase open(PostgresSettings settings) {
        return new ClusterDatabase(
                settings,
                PostgresDatabase.pool(
                        settings, new PostgresDatabase.PoolLimits("cluster", CONNECTIONS, RESPONSE, FREE_LOCKS)));
    }

    /** Returns the connections. */
    public DataSource connections() {
        return pool;
    }

    /**
     * Creates or migrates the tables, once.
     *
     * @throws HistoryException when the server does not answer, or the tables cannot be migrated
     */
    public synchronized void migrate() {
        if (!migrated) {
            try {
                PostgresDatabase.migrate(settings);
            } catch (FlywayException e) {
                throw new HistoryException("the tables of the cluster cannot be created: " + SqlErrors.reason(e), e);
            }
            migrated = true;
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
