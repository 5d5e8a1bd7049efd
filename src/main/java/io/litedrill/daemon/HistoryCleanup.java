package io.litedrill.daemon;

import io.litedrill.history.HistoryStore;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Deletes expired entries of the history, at the start and then daily. */
public final class HistoryCleanup implements AutoCloseable {
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread daemon = new Thread(task, "litedrill-housekeeping");
        daemon.setDaemon(true);
        return daemon;
    });

    public void prune(HistoryStore history) {
        var unused = thread.scheduleAtFixedRate(history::prune, 0, 1, TimeUnit.DAYS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
