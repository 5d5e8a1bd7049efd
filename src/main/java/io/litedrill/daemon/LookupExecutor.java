package io.litedrill.daemon;

import io.litedrill.http.Problem;
import io.litedrill.http.ProblemException;
import io.litedrill.storage.StorageException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs lookups for HTTP requests on a bounded pool with a timeout, so that a hanging store cannot block the API. */
public final class LookupExecutor implements AutoCloseable {
    private static final int AT_ONCE = 4;

    private final Duration patience;
    private final ExecutorService threads =
            new ThreadPoolExecutor(0, AT_ONCE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "litedrill-lookup");
                thread.setDaemon(true);
                return thread;
            });

    public LookupExecutor(Duration patience) {
        this.patience = patience;
    }

    /**
     * Runs a lookup and returns its result.
     *
     * @param where the subject of the lookup, for messages
     * @throws ProblemException when the lookup fails or exceeds the timeout
     */
    public <T> T ask(String where, Callable<T> question) {
        Future<T> answer = submit(question);
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unavailable(reason(e));
        } catch (TimeoutException e) {
            throw unavailable(
                    where + ": no answer within " + patience.toSeconds() + " s. Try again, or see what its checks say");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("Litedrill is shutting down");
        } finally {
            answer.cancel(true);
        }
    }

    private <T> Future<T> submit(Callable<T> question) {
        try {
            return threads.submit(question);
        } catch (RejectedExecutionException e) {
            throw unavailable(AT_ONCE + " lookups are running already. Try again in a moment");
        }
    }

    private static String reason(ExecutionException e) {
        if (e.getCause() instanceof StorageException store) {
            return String.valueOf(store.getMessage());
        }
        if (e.getCause() instanceof ProblemException problem) {
            throw problem;
        }
        throw new IllegalStateException("the lookup failed", e);
    }

    private static ProblemException unavailable(String detail) {
        return new ProblemException(Problem.UNAVAILABLE, detail);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
