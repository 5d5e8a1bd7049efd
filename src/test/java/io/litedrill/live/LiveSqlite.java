package io.litedrill.live;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database in WAL mode with an open connection that writes to it. */
final class LiveSqlite implements AutoCloseable {
    private final Connection connection;

    LiveSqlite(Path file, int pageSize) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        run(
                "PRAGMA page_size=" + pageSize,
                "PRAGMA journal_mode=WAL",
                "PRAGMA wal_autocheckpoint=0",
                "CREATE TABLE t(a)");
    }

    void run(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Commits one transaction that inserts rows of about a thousand bytes. */
    void insert(int rows) throws SQLException {
        run("WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n WHERE x < " + rows
                + ") INSERT INTO t SELECT randomblob(1000) FROM n");
    }

    /**
     * Copies frames into the main file, and returns the number of frames in the WAL, as SQLite itself counts them.
     */
    long checkpoint(String mode) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
            rows.next();
            return rows.getLong(2);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
