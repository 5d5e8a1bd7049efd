package io.litedrill.history;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.litedrill.lease.Leases;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/** Holds the connections to a PostgreSQL database. Its tables are created or migrated at the first connection. */
final class PostgresDatabase implements HistoryDatabase {
    private static final int CONNECTIONS = 4;
    private static final int CONNECT_SECONDS = 3;
    private static final Duration RESPONSE = Duration.ofSeconds(30);
    /** How often Flyway tries to get its lock, once a second. The next use of the database tries again. */
    private static final int LOCK_TRIES = 5;
    /** SQLSTATE of a lost connection, and of a server that is stopping or starting. */
    private static final Set<String> UNREACHABLE = Set.of("08", "57P");

    /** SQLSTATE of values that a column cannot hold, and of violated constraints. */
    private static final Set<String> REJECTED = Set.of("22", "23");

    private final PostgresSettings settings;
    private final Optional<String> node;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private boolean migrated;

    private PostgresDatabase(PostgresSettings settings, Optional<String> node, HikariDataSource pool) {
        this.settings = settings;
        this.node = node;
        this.pool = pool;
        this.jdbi = NamedParameters.jdbi(pool::getConnection);
    }

    /**
     * Limits a pool of connections.
     *
     * @param response the time after which a server that does not respond counts as down
     * @param atStart a statement that each new connection runs
     */
    record PoolLimits(String name, int connections, Duration response, String atStart) {
        private static final PoolLimits HISTORY = new PoolLimits("history", CONNECTIONS, RESPONSE, "SELECT 1");
    }

    /** Opens the database as {@link PostgresHistory#open} does. */
    static PostgresDatabase open(PostgresSettings settings, Optional<String> node) {
        return new PostgresDatabase(settings, node, pool(settings, PoolLimits.HISTORY));
    }

    /**
     * Creates a pool without connections.
     *
     * @throws HistoryException when the URL is not one of PostgreSQL
     */
    static HikariDataSource pool(PostgresSettings settings, PoolLimits limits) {
        if (Driver.parseURL(settings.url(), null) == null) {
            throw new HistoryException(settings.place()
                    + ": no history: this is not a URL of PostgreSQL. Use jdbc:postgresql://HOST:PORT/DATABASE"
                    + " in history.url.");
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName(limits.name());
        config.setDataSource(source(settings, limits.response()));
        config.setMaximumPoolSize(limits.connections());
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECT_SECONDS * 1000L);
        config.setConnectionInitSql(limits.atStart());
        // the pool is created although the server is down
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static PGSimpleDataSource source(PostgresSettings settings, Duration response) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setApplicationName("litedrill");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setSocketTimeout((int) response.toSeconds());
        source.setTcpKeepAlive(true);
        source.setUrl(settings.url());
        settings.user().ifPresent(source::setUser);
        settings.password().ifPresent(source::setPassword);
        return source;
    }

    @Override
    public Jdbi jdbi() {
        migrateOnce();
        return jdbi;
    }

    private synchronized void migrateOnce() {
        if (!migrated) {
            migrate(settings);
            migrated = true;
        }
    }

    /**
     * Creates or migrates the tables. Uses connections of its own: those of a cluster end in a transaction that is
     * idle, as that of Flyway's lock is. Needs no lock when nothing is to be done, so nodes that start do not wait for
     * each other.
     */
    static void migrate(PostgresSettings settings) {
        Flyway flyway = Flyway.configure()
                .dataSource(source(settings, RESPONSE))
                .locations("classpath:db/migration/postgresql")
                .connectRetries(0)
                .lockRetryCount(LOCK_TRIES)
                .load();
        if (flyway.info().pending().length > 0) {
            flyway.migrate();
        }
    }

    @Override
    public String place() {
        return settings.place();
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    public boolean isUnreachable(Throwable failure) {
        return isOfTables(failure) || SqlErrors.chain(failure).anyMatch(PostgresDatabase::isOfConnection);
    }

    /** Returns whether the tables could not be prepared, which would fail for each other request too. */
    private static boolean isOfTables(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(FlywayException.class::isInstance);
    }

    private static boolean isOfConnection(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return e instanceof SQLTransientConnectionException
                || UNREACHABLE.stream().anyMatch(state::startsWith);
    }

    @Override
    public boolean isRejected(Throwable failure) {
        return !isOfTables(failure)
                && SqlErrors.chain(failure)
                        .anyMatch(e -> REJECTED.stream().anyMatch(String.valueOf(e.getSQLState())::startsWith));
    }

    @Override
    public Leases leases(HistoryAccess access) {
        return new PostgresLeases(access);
    }

    @Override
    public Optional<SharedTables> shared(HistoryAccess access) {
        return Optional.of(
                new SharedTables(settings.database(), node, new PostgresFeed(access), new PostgresStates(access)));
    }

    @Override
    public void close() {
        pool.close();
    }
}
