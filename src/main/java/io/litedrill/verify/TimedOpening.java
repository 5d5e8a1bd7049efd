package io.litedrill.verify;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens a connection under a time limit. SQLite opens a file by its name and waits for a writer where the name is a
 * named pipe. The owner of the folder can exchange the file for one after it was tested. So a thread of its own
 * waits, and only that thread.
 */
final class TimedOpening {
    private TimedOpening() {}

    /**
     * Describes a connection.
     *
     * @param properties settings of the driver
     * @param pragmas statements to run first; none of them may read the file, because they cannot be stopped
     */
    record Target(String url, Properties properties, List<String> pragmas) {
        private Connection connect() throws SQLException {
            Connection connection = DriverManager.getConnection(url, properties);
            try (Statement statement = connection.createStatement()) {
                for (String pragma : pragmas) {
                    statement.execute(pragma);
                }
                return connection;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        }
    }

    /**
     * Opens a connection.
     *
     * @param limit time for the opening alone
     * @throws QueryStoppedException at the time limit, or when this thread is interrupted; its flag stays set
     */
    static Connection open(Target target, Duration limit) throws SQLException, QueryStoppedException {
        CompletableFuture<Connection> opened = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(opened, target), "database-opening");
        thread.setDaemon(true);
        thread.start();
        try {
            return opened.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return given(
                    opened, "stopped at its time limit of " + limit.toMillis() / 1000.0 + " s while it was opened");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return given(opened, "interrupted while it was opened");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException failure ? failure : new SQLException(e.getCause());
        }
    }

    private static void complete(CompletableFuture<Connection> opened, Target target) {
        try {
            Connection connection = target.connect();
            if (!opened.complete(connection)) {
                connection.close();
            }
        } catch (SQLException | RuntimeException | LinkageError e) {
            opened.completeExceptionally(e);
        }
    }

    /** Gives up the opening, unless it ended in this moment. */
    private static Connection given(CompletableFuture<Connection> opened, String reason)
            throws SQLException, QueryStoppedException {
        if (!opened.cancel(false) && !opened.isCompletedExceptionally()) {
            opened.join().close();
        }
        throw new QueryStoppedException(reason);
    }
}
