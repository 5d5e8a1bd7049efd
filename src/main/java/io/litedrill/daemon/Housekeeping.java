package io.litedrill.daemon;

import io.litedrill.history.HistoryStore;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes expired entries of the history, at the start and then daily, and keeps the process small. */
public final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    /** How often memory is collected: full collections of a usual daemon last about 0.1 s. */
    static final Duration COLLECTION = Duration.ofMinutes(5);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread daemon = new Thread(task, "litedrill-housekeeping");
        daemon.setDaemon(true);
        return daemon;
    });

    public void prune(HistoryStore history) {
        var unused = thread.scheduleAtFixedRate(() -> prune(history::prune), 0, 1, TimeUnit.DAYS);
    }

    /** Prunes, and survives: an exception or error would end the schedule without a message. */
    private static void prune(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("expired entries of the history were not deleted, which is tried again in a day", e);
        }
    }

    /**
     * Collects all garbage again and again. Otherwise Java extends the old generation up to a part of the memory of the
     * machine before it collects it, and the process would grow for days. Returns freed native memory to the system.
     */
    public void collectMemory(Duration pause) {
        var unused =
                thread.scheduleWithFixedDelay(this::collect, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void collect() {
        System.gc();
        var unused = NativeMemory.trim();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
