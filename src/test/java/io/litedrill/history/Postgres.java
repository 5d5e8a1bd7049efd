package io.litedrill.history;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;

/** Runs a real PostgreSQL server, which can be stopped and started again on its port with its data. */
public final class Postgres implements AutoCloseable {
    private static final String DATABASE = "postgres";

    private final Path data;
    private EmbeddedPostgres server;

    private Postgres(Path data) throws IOException {
        this.data = data;
        this.server = start(0);
    }

    /** Starts a server with its data in a folder, which is created. */
    public static Postgres start(Path folder) throws IOException {
        return new Postgres(folder.resolve("pgdata"));
    }

    private EmbeddedPostgres start(int port) throws IOException {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    /** Creates an empty schema, and returns the login that uses it. */
    public PostgresSettings schema() throws SQLException {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE SCHEMA " + name);
        return new PostgresSettings(
                server.getJdbcUrl("postgres", DATABASE) + "&currentSchema=" + name, Optional.empty(), Optional.empty());
    }

    /** Runs a statement as the superuser. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Stops the server. Its data remain. */
    public void stop() throws IOException {
        server.close();
    }

    /** Starts the stopped server again on its port. */
    public void restart() throws IOException {
        server = start(server.getPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
