package io.litedrill.cluster;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the tasks of a member of a cluster every two seconds, until the end of the process. */
final class RepeatedTasks {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatedTasks.class);
    private static final long PAUSE_MILLIS = 2000;

    private RepeatedTasks() {}

    static ScheduledExecutorService threads(int count) {
        return new ScheduledThreadPoolExecutor(
                count,
                task -> {
                    Thread thread = new Thread(task, "litedrill-cluster");
                    thread.setDaemon(true);
                    return thread;
                },
                // a drill that ends after the membership changes nothing
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Runs a task now, and again two seconds after its end, also after a failure. */
    static void repeat(Runnable task, ScheduledExecutorService threads) {
        var unused = threads.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (Throwable e) {
                        LOG.error("the membership of this node could not be updated, which is tried again", e);
                    }
                },
                0,
                PAUSE_MILLIS,
                TimeUnit.MILLISECONDS);
    }
}
