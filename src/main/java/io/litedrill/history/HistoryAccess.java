package io.litedrill.history;

import io.litedrill.history.PendingWrites.Write;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Runs queries and transactions on a history. While the database cannot be used, queries fail at once and results wait
 * in memory; the next write after the outage stores them first.
 */
final class HistoryAccess {
    private final HistoryDatabase database;
    private final Availability availability;
    private final PendingWrites pending = new PendingWrites();
    private final ReentrantLock draining = new ReentrantLock();
    private final AccessLog log;

    HistoryAccess(HistoryDatabase database, Availability availability) {
        this.availability = availability;
        this.database = database;
        this.log = new AccessLog(database.place());
    }

    /**
     * Runs a query.
     *
     * @throws HistoryException when it fails
     */
    <T> T read(Function<Handle, T> query) {
        availability.refusal().ifPresent(reason -> {
            throw unreadable(reason, Optional.empty());
        });
        try {
            T answer = uninterrupted(() -> database.jdbi().withHandle(query::apply));
            availability.up();
            log.readable();
            return answer;
        } catch (JdbiException | FlywayException e) {
            String reason = SqlErrors.reason(e);
            noteUnreachable(e, reason);
            throw unreadable(reason, Optional.of(e));
        }
    }

    private HistoryException unreadable(String reason, Optional<RuntimeException> cause) {
        String message = database.place() + ": the history cannot be read: " + reason + ".";
        return cause.map(e -> new HistoryException(message, e)).orElseGet(() -> new HistoryException(message));
    }

    private void noteUnreachable(RuntimeException e, String reason) {
        if (database.isUnreachable(e)) {
            availability.down(reason);
        }
    }

    /**
     * Runs work in one transaction, which reads one state of the database.
     *
     * @throws HistoryException when it fails; nothing is changed then
     */
    <T> T snapshot(Function<Handle, T> work) {
        try {
            return uninterrupted(() -> database.jdbi().inTransaction(work::apply));
        } catch (JdbiException | FlywayException e) {
            throw new HistoryException(
                    database.place() + ": the history cannot be used: " + SqlErrors.reason(e) + ".", e);
        }
    }

    /** Runs a query; logs a failure and returns nothing. */
    <T> Optional<T> readIfPossible(Function<Handle, Optional<T>> query) {
        try {
            return read(query);
        } catch (HistoryException e) {
            log.unreadable(e);
            return Optional.empty();
        }
    }

    /** Runs one transaction that is skipped during an outage. Never throws, because it must not fail a check. */
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
            return transaction(work);
        } catch (RuntimeException e) {
            log.failed(what, SqlErrors.reason(e), "skipped");
            return 0;
        }
    }

    /** Runs one transaction, and stores it for later if the database cannot be used. Never throws. */
    void keep(Write write) {
        Optional<Write> stuck = drain();
        if (store(write)) {
            // the database works, so the other one fails for a reason of its own
            stuck.ifPresent(pending::drop);
        } else {
            pending.add(write);
        }
    }

    /**
     * Stores pending writes, oldest first.
     *
     * @return the one that failed; empty when all were stored, or another thread stores them
     */
    private Optional<Write> drain() {
        if (pending.size() == 0 || !draining.tryLock()) {
            return Optional.empty();
        }
        try {
            for (Optional<Write> next = pending.first(); next.isPresent(); next = pending.first()) {
                if (!store(next.get())) {
                    return next;
                }
                pending.remove(next.get());
            }
            return Optional.empty();
        } finally {
            draining.unlock();
        }
    }

    /** Returns whether a write is done with: stored, or rejected for its values. */
    private boolean store(Write write) {
        try {
            transaction(handle -> {
                write.work.accept(handle);
                return 0;
            });
            return true;
        } catch (RuntimeException e) {
            boolean rejected = database.isRejected(e);
            if (rejected) {
                pending.lose();
            }
            log.failed(write.what, SqlErrors.reason(e), rejected ? "lost" : "stored later");
            return rejected;
        }
    }

    private <T> T transaction(Function<Handle, T> work) {
        availability.refusal().ifPresent(reason -> {
            throw new HistoryException(reason);
        });
        try {
            T answer = uninterrupted(() -> database.jdbi().inTransaction(work::apply));
            availability.up();
            log.succeeded();
            return answer;
        } catch (RuntimeException e) {
            noteUnreachable(e, SqlErrors.reason(e));
            throw e;
        }
    }

    /** Returns the state without asking the database. */
    HistoryStatus status() {
        return new HistoryStatus(log.lastFailure().isEmpty(), pending.size(), pending.lost());
    }

    /** Returns a message about the last query or write if it failed. */
    Optional<String> lastTrouble() {
        return log.lastUnreadable().or(log::lastFailure);
    }

    /**
     * Returns a message about why results are lost or late: the last write failed, the open database is no longer the
     * one at its place, or it cannot be read. Empty without a problem.
     */
    Optional<String> trouble() {
        return unreadable().or(database::trouble).or(log::lastFailure);
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

    /** Tries once more to store pending results, and closes the database. */
    void close() {
        availability.up();
        drain();
        log.closed(pending.size());
        database.close();
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
