package io.litedrill.cli;

import io.litedrill.check.Memory;
import io.litedrill.check.Watched;
import io.litedrill.http.Problem;
import io.litedrill.http.ProblemException;
import io.litedrill.replica.Depth;
import io.litedrill.replica.ReadingCache;
import io.litedrill.replica.Window;
import io.litedrill.storage.StorageException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks up recovery points for whoever asks over HTTP, a few at a time and not for long: a store that hangs must not take the API along. */
final class WindowReader implements AutoCloseable {
    private static final int AT_ONCE = 4;

    private final ExecutorService threads =
            new ThreadPoolExecutor(0, AT_ONCE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "litedrill-window");
                thread.setDaemon(true);
                return thread;
            });
    private final Duration patience;
    private final ReadingCache cache;
    private final Memory memory;
    private final InstantSource clock;

    WindowReader(Duration patience, ReadingCache cache, Memory memory, InstantSource clock) {
        this.patience = patience;
        this.cache = cache;
        this.memory = memory;
        this.clock = clock;
    }

    /**
     * The recovery points of a replica.
     *
     * @throws ProblemException when the store cannot be read, or not in time
     */
    Window read(Watched watched) {
        Future<Window> window = submit(watched);
        try {
            return window.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unavailable(reason(e));
        } catch (TimeoutException e) {
            throw unavailable(watched.replica().location() + ": the store did not answer within " + patience.toSeconds()
                    + " s. Try again, or see what its checks say");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("Litedrill is shutting down");
        } finally {
            window.cancel(true);
        }
    }

    private Future<Window> submit(Watched watched) {
        try {
            return threads.submit(() -> watched.scanner(cache, memory, clock)
                    .scan(Depth.FULL)
                    .timeline()
                    .window());
        } catch (RejectedExecutionException e) {
            throw unavailable(
                    "Recovery points of " + AT_ONCE + " databases are being looked up. Try again in a moment");
        }
    }

    private static String reason(ExecutionException e) {
        if (e.getCause() instanceof StorageException store) {
            return String.valueOf(store.getMessage());
        }
        throw new IllegalStateException("looking up recovery points failed", e);
    }

    private static ProblemException unavailable(String detail) {
        return new ProblemException(Problem.UNAVAILABLE, detail);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
