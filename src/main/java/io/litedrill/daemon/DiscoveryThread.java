package io.litedrill.daemon;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Searches for replicas in a thread of its own, since a store may take minutes to answer. */
public final class DiscoveryThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoveryThread.class);
    private static final int SECONDS_BETWEEN = 1;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "discovery");
        created.setDaemon(true);
        return created;
    });
    private final Reconfiguration configuration;

    /** Begins with a search at once. */
    public DiscoveryThread(Reconfiguration configuration) {
        this.configuration = configuration;
        var unused = thread.scheduleWithFixedDelay(this::search, 0, SECONDS_BETWEEN, TimeUnit.SECONDS);
    }

    private void search() {
        try {
            configuration.search();
        } catch (Throwable e) {
            // an exception or error would end the schedule
            LOG.error("the search for replicas failed", e);
        }
    }

    /** Stops the search; it has no effect on the databases any more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
