package io.litedrill.verify;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a statement that exceeds its limit, or whose thread is interrupted. A thread inside SQLite detects neither by
 * itself, and the driver's own query timeout only limits the wait for locks.
 */
final class Watchdog implements AutoCloseable {
    private static final long TICK_MILLIS = 20;

    private final Thread watched = Thread.currentThread();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Statement statement;
    private final Duration limit;
    private final long start = System.nanoTime();
    private final Thread thread;
    /** Empty as long as the statement was not stopped; written by the watching thread alone. */
    private volatile String stopped = "";

    private Watchdog(Statement statement, Duration limit) {
        this.statement = statement;
        this.limit = limit;
        this.thread = new Thread(this::watch, "query-watchdog");
        thread.setDaemon(true);
    }

    /** Starts watching the statement of the calling thread, until closed. */
    static Watchdog over(Statement statement, Duration limit) {
        Watchdog watchdog = new Watchdog(statement, limit);
        watchdog.thread.start();
        return watchdog;
    }

    /** Returns why the statement was stopped; empty when it was not. */
    Optional<String> stopped() {
        return stopped.isEmpty() ? Optional.empty() : Optional.of(stopped);
    }

    private void watch() {
        try {
            // SQLite ignores an interrupt before the statement's first step, so it is repeated at every tick
            while (!over.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                reason().ifPresent(this::stop);
            }
        } catch (InterruptedException nobodyInterruptsThisThread) {
            stop("interrupted");
        }
    }

    private Optional<String> reason() {
        if (watched.isInterrupted()) {
            return Optional.of("interrupted before it ended");
        }
        return Duration.ofNanos(System.nanoTime() - start).compareTo(limit) > 0
                ? Optional.of("stopped at its time limit of " + seconds(limit))
                : Optional.empty();
    }

    private void stop(String reason) {
        if (stopped.isEmpty()) {
            stopped = reason;
        }
        try {
            statement.cancel();
        } catch (SQLException again) {
            // the next tick tries again; a statement that has ended needs no cancelling
        }
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() / 1000.0 + " s";
    }

    /** Waits until the watching thread has ended, so that it cannot stop the next statement of the connection. */
    @Override
    public void close() {
        over.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException keptForTheCaller) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
