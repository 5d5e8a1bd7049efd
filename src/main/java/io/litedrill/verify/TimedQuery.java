package io.litedrill.verify;

import io.litedrill.verify.ReadOnlyDatabase.Reading;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one statement on a thread of its own. The calling thread stops it at its time limit, or when it is
 * interrupted: a thread inside SQLite detects neither by itself, and the driver's own query timeout only limits the
 * wait for locks.
 *
 * <p>SQLite tests for an interrupt between two steps, and one call of a function such as {@code instr} is one step
 * that can take hours. Such a statement is left to its thread, which closes the connection at its end.
 */
final class TimedQuery<T> {
    /** The time in which SQLite ends an interrupted statement, unless it is in such a call. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final long TICK_MILLIS = 20;

    private final Connection connection;
    private final String sql;
    private final Reading<T> reading;
    private final Duration grace;
    private final CompletableFuture<Optional<T>> answer = new CompletableFuture<>();
    private volatile Optional<Statement> running = Optional.empty();
    private boolean abandoned;

    TimedQuery(Connection connection, String sql, Reading<T> reading, Duration grace) {
        this.connection = connection;
        this.sql = sql;
        this.reading = reading;
        this.grace = grace;
    }

    /** Returns whether the statement was left to its thread, so that the connection cannot be used any more. */
    boolean isAbandoned() {
        return abandoned;
    }

    /**
     * Runs the statement. Its rows are read on the other thread.
     *
     * @return the value read from its rows; empty for a statement without rows
     * @throws QueryStoppedException when it was stopped; the interrupt flag of this thread stays set
     */
    Optional<T> run(Duration limit) throws SQLException, QueryStoppedException {
        Thread thread = new Thread(this::execute, "database-query");
        thread.setDaemon(true);
        thread.start();
        Wait wait = new Wait(System.nanoTime(), limit);
        try {
            while (!wait.isOver()) {
                wait.next();
            }
            return wait.result();
        } finally {
            if (wait.interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void execute() {
        try (Statement statement = connection.createStatement()) {
            running = Optional.of(statement);
            Optional<T> read = Optional.empty();
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    read = Optional.of(reading.read(rows));
                }
            }
            running = Optional.empty();
            answer.complete(read);
        } catch (Throwable e) {
            running = Optional.empty();
            answer.completeExceptionally(e);
        }
    }

    /** Waits for the end of the statement, in steps. */
    private final class Wait {
        private final long start;
        private final Duration limit;
        private boolean interrupted;
        private String stopped = "";
        private long stoppedAt;

        Wait(long start, Duration limit) {
            this.start = start;
            this.limit = limit;
        }

        boolean isOver() {
            return answer.isDone() || abandoned;
        }

        void next() {
            try {
                answer.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                stopWhenDue();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                // the result reports it
            }
        }

        private void stopWhenDue() {
            long now = System.nanoTime();
            if (stopped.isEmpty() && interrupted) {
                stopped = "interrupted before it ended";
                stoppedAt = now;
            } else if (stopped.isEmpty() && now - start > limit.toNanos()) {
                stopped = "stopped at its time limit of " + limit.toMillis() / 1000.0 + " s";
                stoppedAt = now;
            }
            if (!stopped.isEmpty()) {
                // SQLite ignores this before the statement's first step, so it is repeated at every tick
                running.ifPresent(TimedQuery::cancel);
                abandonWhenDue(now);
            }
        }

        private void abandonWhenDue(long now) {
            if (now - stoppedAt > grace.toNanos()) {
                abandoned = true;
                var unused = answer.whenComplete((read, failure) -> close(connection));
            }
        }

        Optional<T> result() throws SQLException, QueryStoppedException {
            if (abandoned) {
                throw new QueryStoppedException(
                        stopped + ", but one call of a function in it goes on; it is left to itself");
            }
            // some of SQLite's checks report partial results when they are stopped
            if (!stopped.isEmpty()) {
                throw new QueryStoppedException(stopped);
            }
            try {
                return answer.get();
            } catch (InterruptedException e) {
                throw new IllegalStateException("it has ended, so nothing waits", e);
            } catch (ExecutionException e) {
                return rethrown(Objects.requireNonNullElse(e.getCause(), e));
            }
        }
    }

    private static <T> Optional<T> rethrown(Throwable cause) throws SQLException {
        if (cause instanceof SQLException failure) {
            throw failure;
        }
        if (cause instanceof RuntimeException failure) {
            throw failure;
        }
        if (cause instanceof Error failure) {
            throw failure;
        }
        throw new IllegalStateException(cause);
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException again) {
            // the next tick tries again; a statement that has ended needs no cancelling
        }
    }

    /** Never throws: the connection has written nothing that closing could lose. */
    static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException nothingToLose) {
            // a damaged file can make even closing fail; the results are still valid
        }
    }
}
