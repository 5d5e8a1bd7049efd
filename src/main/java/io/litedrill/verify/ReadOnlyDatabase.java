package io.litedrill.verify;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One connection to a database file that nobody else has open, every query under one time limit. The file cannot be
 * written through it, and nothing is created beside it: {@code immutable} tells SQLite to look for no journal, no
 * {@code -wal} and no lock (<a href="https://www.sqlite.org/uri.html">sqlite.org/uri.html</a>). Used by one thread.
 */
final class ReadOnlyDatabase implements AutoCloseable {
    /** Against a hostile file: its schema runs no function that has effects, cells are checked before use, no memory map. */
    private static final List<String> SETTINGS = List.of(
            "PRAGMA trusted_schema=OFF",
            "PRAGMA cell_size_check=ON",
            "PRAGMA query_only=ON",
            "PRAGMA mmap_size=0",
            "PRAGMA cache_size=-32768");

    private final Connection connection;
    private final Duration limit;

    private ReadOnlyDatabase(Connection connection, Duration limit) {
        this.connection = connection;
        this.limit = limit;
    }

    /** What is made of the rows of a query. */
    @FunctionalInterface
    interface Reading<T> {
        T read(ResultSet rows) throws SQLException;
    }

    static ReadOnlyDatabase open(Path file, Duration limit) throws SQLException, QueryStoppedException {
        ReadOnlyDatabase database = new ReadOnlyDatabase(DriverManager.getConnection(url(file)), limit);
        try {
            for (String setting : SETTINGS) {
                database.query(setting, rows -> true);
            }
            return database;
        } catch (SQLException | QueryStoppedException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Runs one statement.
     *
     * @return what was read of its rows; empty when it is one that has none
     * @throws QueryStoppedException at the time limit, or when this thread is interrupted; its flag stays set
     */
    <T> Optional<T> query(String sql, Reading<T> reading) throws SQLException, QueryStoppedException {
        try (Statement statement = connection.createStatement()) {
            try (Watchdog watchdog = Watchdog.over(statement, limit)) {
                return watched(watchdog, statement, sql, reading);
            }
        }
    }

    private static <T> Optional<T> watched(Watchdog watchdog, Statement statement, String sql, Reading<T> reading)
            throws SQLException, QueryStoppedException {
        try {
            Optional<T> answer = Optional.empty();
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    answer = Optional.of(reading.read(rows));
                }
            }
            // some of SQLite's checks report what they have so far when they are stopped
            failIfStopped(watchdog);
            return answer;
        } catch (SQLException e) {
            failIfStopped(watchdog);
            throw e;
        }
    }

    private static void failIfStopped(Watchdog watchdog) throws QueryStoppedException {
        if (watchdog.stopped().isPresent()) {
            throw new QueryStoppedException(watchdog.stopped().get());
        }
    }

    private static String url(Path file) {
        return "jdbc:sqlite:file:" + encoded(file.toAbsolutePath().toString()) + "?mode=ro&immutable=1";
    }

    /** Percent-encodes all that could mean something in a URI, byte by byte, as SQLite decodes it. */
    private static String encoded(String path) {
        StringBuilder uri = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "/-._~".indexOf(c) >= 0);
            uri.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return uri.toString();
    }

    /** Never throws: the connection has written nothing that closing could lose. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException nothingToLose) {
            // a damaged file can make even closing fail; what was found stands
        }
    }
}
