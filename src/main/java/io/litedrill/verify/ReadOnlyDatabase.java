package io.litedrill.verify;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A read-only connection to a database file, with a time limit for every query. Creates no file beside it. For a file
 * that no other process has open, {@code immutable} makes SQLite ignore a journal, a {@code -wal} and locks; for a file
 * in use, {@code readonly_shm} prevents it from creating or writing {@code -shm} (<a
 * href="https://www.sqlite.org/uri.html">sqlite.org/uri.html</a>, <a
 * href="https://www.sqlite.org/wal.html#readonly">sqlite.org/wal.html</a>). Used by one thread.
 */
final class ReadOnlyDatabase implements AutoCloseable {
    /**
     * Protection against a hostile file: its schema runs no function that has effects, and cells are checked before
     * use. There is no memory map: it takes an eighth off a quick check, and a read error of the disk would end the
     * process.
     */
    private static final List<String> SETTINGS = List.of(
            "PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON", "PRAGMA query_only=ON", "PRAGMA mmap_size=0");

    private static final int CACHE_KIB = 8 << 10;

    private static final String COPY = "immutable=1";
    private static final String SHARED = "readonly_shm=1";

    private final Connection connection;
    private final Duration limit;
    private final long bytes;
    /** True when a statement does not end: it then closes the connection. */
    private boolean abandoned;

    private ReadOnlyDatabase(Connection connection, Duration limit, long bytes) {
        this.connection = connection;
        this.limit = limit;
        this.bytes = bytes;
    }

    /** Reads the rows of a query. */
    @FunctionalInterface
    interface Reading<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** Opens a file that no other process has open. */
    static ReadOnlyDatabase open(Path file, Duration limit) throws SQLException, QueryStoppedException {
        return open(file, COPY, limit);
    }

    /** Opens a database in WAL mode that other processes have open. */
    static ReadOnlyDatabase openShared(Path file, Duration limit) throws SQLException, QueryStoppedException {
        return open(file, SHARED, limit);
    }

    private static ReadOnlyDatabase open(Path file, String way, Duration limit)
            throws SQLException, QueryStoppedException {
        MemoryLimits first = MemoryLimits.of(file);
        ReadOnlyDatabase database = open(file, way, limit, first);
        MemoryLimits wanted = database.limits(first);
        if (wanted.equals(first)) {
            return database;
        }
        database.close();
        return open(file, way, limit, wanted);
    }

    private static ReadOnlyDatabase open(Path file, String way, Duration limit, MemoryLimits memory)
            throws SQLException, QueryStoppedException {
        Connection connection =
                TimedOpening.open(new TimedOpening.Target(url(file, way), memory.settings(), SETTINGS), limit);
        ReadOnlyDatabase database = new ReadOnlyDatabase(connection, limit, MemoryLimits.bytes(file));
        try {
            database.setCache(CACHE_KIB);
            return database;
        } catch (SQLException | QueryStoppedException e) {
            database.close();
            throw e;
        }
    }

    /** Returns the limits for the schema. A schema that cannot be read computes nothing; the checks report why. */
    private MemoryLimits limits(MemoryLimits first) throws QueryStoppedException {
        try {
            return query("SELECT sql FROM sqlite_schema", first::forSchema).orElse(first);
        } catch (SQLException unreadable) {
            return first;
        } catch (QueryStoppedException e) {
            close();
            throw e;
        }
    }

    /**
     * Sets the cache size, which is the only setting that reads the schema. A schema that uses a function of the
     * application cannot be read yet: {@link StandIns} may still make it readable.
     *
     * @param kib maximum size of all cached pages, in KiB
     */
    void setCache(int kib) throws SQLException, QueryStoppedException {
        try {
            query("PRAGMA cache_size=-" + kib, rows -> true);
        } catch (SQLException e) {
            if (!(SqliteError.complaint(e) instanceof Complaint.NeedsApplication)) {
                throw e;
            }
        }
    }

    /** Returns the size of the file in bytes when it was opened, 10^9 at most; 0 if it is unknown. */
    long bytes() {
        return bytes;
    }

    /**
     * Runs one statement.
     *
     * @return the value read from its rows; empty for a statement without rows
     * @throws QueryStoppedException at the time limit, or when this thread is interrupted; its flag stays set
     */
    <T> Optional<T> query(String sql, Reading<T> reading) throws SQLException, QueryStoppedException {
        return query(sql, limit, reading);
    }

    /** Runs one statement like {@link #query(String, Reading)}, with another time limit. */
    <T> Optional<T> query(String sql, Duration time, Reading<T> reading) throws SQLException, QueryStoppedException {
        requireUsable();
        TimedQuery<T> query = new TimedQuery<>(connection, sql, reading, TimedQuery.GRACE);
        try {
            return query.run(time);
        } finally {
            abandoned |= query.isAbandoned();
        }
    }

    /** A connection runs one statement at a time, so that another one would wait for the end of the abandoned one. */
    private void requireUsable() throws QueryStoppedException {
        if (abandoned) {
            throw new QueryStoppedException("not run: a query before it does not end");
        }
    }

    /** Returns the connection. Only for {@link StandIns}. */
    Connection connection() throws QueryStoppedException {
        requireUsable();
        return connection;
    }

    private static String url(Path file, String way) {
        return "jdbc:sqlite:file:" + encoded(file.toAbsolutePath().toString()) + "?mode=ro&" + way;
    }

    /** Percent-encodes all characters with a meaning in a URI, byte by byte, as SQLite decodes them. */
    private static String encoded(String path) {
        StringBuilder uri = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "/-._~".indexOf(c) >= 0);
            uri.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return uri.toString();
    }

    /** Never throws. Leaves the connection to a statement that does not end. */
    @Override
    public void close() {
        if (!abandoned) {
            TimedQuery.close(connection);
        }
    }
}
