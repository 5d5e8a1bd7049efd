package io.litedrill.history;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.ConnectionFactory;

/**
 * Opens connections to an SQLite file, and uses them again. A command needs one of them for a moment, and starting a
 * pool with its threads takes longer than that. Safe for use by several threads.
 */
final class SqliteConnections implements ConnectionFactory, AutoCloseable {
    /** Readers do not wait for a writer (WAL), so an API request does not wait for a check. */
    private static final int MOST = 4;

    private final String url;
    private final long waitMillis;
    private final Semaphore free = new Semaphore(MOST, true);
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /**
     * Creates it without a connection.
     *
     * @param url the URL of the file with the settings of connections
     * @param waitMillis the time to wait for another thread to return its connection, in ms
     */
    SqliteConnections(String url, long waitMillis) {
        this.url = url;
        this.waitMillis = waitMillis;
    }

    @Override
    public Connection openConnection() throws SQLException {
        if (closed) {
            throw new SQLTransientConnectionException("the history is closed");
        }
        acquire();
        try {
            Connection used = idle.pollLast();
            return used == null ? DriverManager.getConnection(url) : used;
        } catch (SQLException | RuntimeException e) {
            free.release();
            throw e;
        }
    }

    private void acquire() throws SQLException {
        try {
            if (!free.tryAcquire(waitMillis, TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException(
                        "all " + MOST + " connections were in use for " + waitMillis + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while all connections were in use", e);
        }
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        boolean reusable = false;
        try {
            reusable = isReset(connection);
        } finally {
            if (reusable) {
                idle.addLast(connection);
            } else {
                connection.close();
            }
            free.release();
        }
        if (closed) {
            closeIdle();
        }
    }

    /** Ends a transaction that was left open. */
    private static boolean isReset(Connection connection) throws SQLException {
        if (connection.isClosed()) {
            return false;
        }
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return true;
    }

    private void closeIdle() throws SQLException {
        for (Connection next = idle.pollLast(); next != null; next = idle.pollLast()) {
            next.close();
        }
    }

    /** Closes the connections. Those in use are closed when they are returned. */
    @Override
    public void close() throws SQLException {
        closed = true;
        closeIdle();
    }
}
