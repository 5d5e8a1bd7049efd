package io.litedrill.daemon;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the steps of a start that wait for a database of other machines. When they take too long, the start continues
 * without them, and they end in the background, one after the other.
 */
final class PatientStart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PatientStart.class);

    private final long deadline;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread daemon = new Thread(task, "litedrill-start");
        daemon.setDaemon(true);
        return daemon;
    });

    /**
     * Starts the time.
     *
     * @param patience the time that all steps have together
     */
    PatientStart(Duration patience) {
        deadline = System.nanoTime() + patience.toNanos();
    }

    /**
     * Runs a step.
     *
     * @return its result; empty when it has not ended in time
     */
    <T> Optional<T> run(String what, Supplier<T> step) {
        Future<T> result = thread.submit(() -> logged(what, step));
        try {
            return Optional.of(result.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            LOG.warn(
                    "history.url: the database responds slowly or not at all. The start does not wait for it to {},"
                            + " which continues in the background",
                    what);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new CompletionException(e);
        }
    }

    /** Logs a failure that the caller no longer waits for. */
    private <T> T logged(String what, Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException | Error e) {
            if (System.nanoTime() - deadline >= 0) {
                LOG.error("the start could not {}. Restart this node", what, e);
            }
            throw e;
        }
    }

    /** Interrupts the steps that have not ended. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
