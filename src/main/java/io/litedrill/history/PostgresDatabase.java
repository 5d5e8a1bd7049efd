package io.litedrill.history;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.litedrill.lease.Leases;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/** Holds the connections to a PostgreSQL database. Its tables are created or migrated at the first connection. */
final class PostgresDatabase implements HistoryDatabase {
    private static final int CONNECTIONS = 4;
    private static final int CONNECT_SECONDS = 3;
    private static final int RESPONSE_SECONDS = 30;
    /** SQLSTATE of a lost connection, and of a server that is stopping or starting. */
    private static final Set<String> UNREACHABLE = Set.of("08", "57P");

    /** SQLSTATE of values that a column cannot hold, and of violated constraints. */
    private static final Set<String> REJECTED = Set.of("22", "23");

    private final PostgresSettings settings;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private boolean migrated;

    private PostgresDatabase(PostgresSettings settings, HikariDataSource pool) {
        this.settings = settings;
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /** Opens the database as {@link PostgresHistory#open} does. */
    static PostgresDatabase open(PostgresSettings settings) {
        if (Driver.parseURL(settings.url(), null) == null) {
            throw new HistoryException(settings.place()
                    + ": no history: this is not a URL of PostgreSQL. Use jdbc:postgresql://HOST:PORT/DATABASE"
                    + " in history.url.");
        }
        return new PostgresDatabase(settings, new HikariDataSource(pool(source(settings))));
    }

    private static PGSimpleDataSource source(PostgresSettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setApplicationName("litedrill");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(RESPONSE_SECONDS);
        source.setTcpKeepAlive(true);
        source.setUrl(settings.url());
        settings.user().ifPresent(source::setUser);
        settings.password().ifPresent(source::setPassword);
        return source;
    }

    private static HikariConfig pool(PGSimpleDataSource source) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("history");
        config.setDataSource(source);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECT_SECONDS * 1000L);
        // the pool is created although the server is down
        config.setInitializationFailTimeout(-1);
        return config;
    }

    @Override
    public Jdbi jdbi() {
        migrate();
        return jdbi;
    }

    private synchronized void migrate() {
        if (!migrated) {
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:db/migration/postgresql")
                    .connectRetries(0)
                    .load()
                    .migrate();
            migrated = true;
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
        return SqlErrors.chain(failure).anyMatch(PostgresDatabase::isOfConnection);
    }

    private static boolean isOfConnection(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return e instanceof SQLTransientConnectionException
                || UNREACHABLE.stream().anyMatch(state::startsWith);
    }

    @Override
    public boolean isRejected(Throwable failure) {
        return SqlErrors.chain(failure)
                .anyMatch(e -> REJECTED.stream().anyMatch(String.valueOf(e.getSQLState())::startsWith));
    }

    @Override
    public String number(String key) {
        return "CAST(CAST(document AS json) #>> '{" + key.replace('.', ',') + "}' AS double precision)";
    }

    @Override
    public Leases leases(HistoryAccess access) {
        return new PostgresLeases(access);
    }

    @Override
    public void close() {
        pool.close();
    }
}
