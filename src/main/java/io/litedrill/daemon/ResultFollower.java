package io.litedrill.daemon;

import io.litedrill.history.HistoryException;
import io.litedrill.history.ResultFeed;
import io.litedrill.history.ResultListener;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the results of other processes with the same history once a second. */
final class ResultFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResultFollower.class);
    private static final int PAUSE_MILLIS = 1000;

    private final ResultFeed feed;
    private final ResultListener listener;
    private final Reload reload;
    /** Whether each result that the loaded history lacks will be read here. */
    private boolean marked;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "litedrill-follower");
        daemon.setDaemon(true);
        return daemon;
    });

    /** Loads the history. */
    interface Reload {
        /** Loads all of it, after results may have been missed. */
        void all();

        /** Loads what could not be read before. */
        void missing();
    }

    /** Creates a follower, which reads nothing yet. */
    ResultFollower(ResultFeed feed, ResultListener listener, Reload reload) {
        this.feed = feed;
        this.listener = listener;
        this.reload = reload;
    }

    /**
     * Marks the place from which on results are read. Call it before the history is loaded, so that none is missed.
     * If the database does not respond, the history is loaded again when it does.
     */
    void mark() {
        try {
            feed.poll(listener);
            marked = true;
        } catch (HistoryException e) {
            LOG.debug("{} Results of other nodes are read later", e.getMessage());
        }
    }

    /** Starts to read. */
    void start() {
        if (feed != ResultFeed.NONE) {
            var unused = thread.scheduleWithFixedDelay(this::read, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void read() {
        try {
            boolean complete = feed.poll(listener) && marked;
            marked = true;
            if (complete) {
                reload.missing();
            } else {
                LOG.info("results of other nodes may have been missed; the history is loaded again");
                reload.all();
            }
        } catch (HistoryException e) {
            LOG.debug("{} Results of other nodes are read later", e.getMessage());
        } catch (Throwable e) {
            LOG.error("internal error while the results of other nodes were read", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
