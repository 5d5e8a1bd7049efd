package io.litedrill.history;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs queries and transactions on a history, and handles their failures. */
final class Access {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);

    private final HistoryDatabase database;
    /** The reason why the last write failed; empty when it succeeded. */
    private Optional<String> failure = Optional.empty();

    Access(HistoryDatabase database) {
        this.database = database;
    }

    /**
     * Runs a query.
     *
     * @throws HistoryException when it fails
     */
    <T> T read(Function<Handle, T> query) {
        try {
            return uninterrupted(() -> database.jdbi().withHandle(query::apply));
        } catch (JdbiException e) {
            throw new HistoryException(
                    database.place() + ": the history cannot be read: " + SqlErrors.reason(e) + ".", e);
        }
    }

    /** Runs a query; logs a failure and returns nothing. */
    <T> Optional<T> readIfPossible(Function<Handle, Optional<T>> query) {
        try {
            return read(query);
        } catch (HistoryException e) {
            LOG.warn("{} Continuing without a history.", e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Runs one transaction. Never throws, because a failed write must not fail a check.
     *
     * @param what the description for the log: {@code keep a check of shop (s3)}
     */
    void write(String what, Consumer<Handle> work) {
        count(what, handle -> {
            work.accept(handle);
            return 0;
        });
    }

    /**
     * Runs one transaction as {@link #write} does.
     *
     * @return the number that the work returned; 0 when it failed
     */
    int count(String what, Function<Handle, Integer> work) {
        try {
            int answer = uninterrupted(() -> database.jdbi().inTransaction(work::apply));
            if (swapFailure(Optional.empty()).isPresent()) {
                LOG.info("{}: the history can be written again.", database.place());
            }
            return answer;
        } catch (RuntimeException e) {
            fail(what, e);
            return 0;
        }
    }

    /**
     * Returns a message about why results are lost: the last write failed, the open database is no longer the one at
     * its place, or it cannot be read. Empty without a problem.
     */
    Optional<String> trouble() {
        return unreadable().or(database::trouble).or(this::lastFailure);
    }

    private Optional<String> unreadable() {
        try {
            read(handle -> handle.createQuery("SELECT count(*) FROM replicas")
                    .mapTo(Long.class)
                    .one());
            return Optional.empty();
        } catch (HistoryException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private synchronized Optional<String> lastFailure() {
        return failure.map(
                reason -> database.place() + ": the last result could not be kept: " + reason + ". See the log.");
    }

    private synchronized Optional<String> swapFailure(Optional<String> now) {
        Optional<String> before = failure;
        failure = now;
        return before;
    }

    /** Logs a failure. Only the first one of a series is logged, not one for each check. */
    private void fail(String what, RuntimeException e) {
        String reason = SqlErrors.reason(e);
        if (swapFailure(Optional.of(reason)).isPresent()) {
            LOG.debug("{}: cannot {}: {}", database.place(), what, reason);
        } else {
            LOG.error(
                    "{}: cannot {}: {}. Checks and drills continue; results are lost until this is repaired (not logged again until then).",
                    database.place(),
                    what,
                    reason);
        }
    }

    /**
     * Runs work that an interrupt must not stop, because the result of an interrupted drill must be stored. Interrupts
     * the thread again afterwards.
     */
    private static <T> T uninterrupted(Supplier<T> work) {
        boolean interrupted = Thread.interrupted();
        try {
            return work.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
