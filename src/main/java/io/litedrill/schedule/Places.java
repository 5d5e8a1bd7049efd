package io.litedrill.schedule;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quartz.spi.ThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Provides the threads of a Quartz scheduler, which starts a job only when a place is free. A job beyond its time limit
 * frees its place although its thread still runs. Quartz's own pool cannot do that: a few hanging stores would stop all
 * other jobs. Public, because Quartz calls it by reflection.
 */
public final class Places implements ThreadPool {
    private static final Logger LOG = LoggerFactory.getLogger(Places.class);

    private final int size;
    private final ExecutorService threads;
    private final Set<Thread> released = new HashSet<>();
    private int free;
    private boolean closed;

    /**
     * Creates the places; a thread exists only while it is needed.
     *
     * @param size the maximum number of simultaneous jobs; 1 or more
     * @param threadName the name of the threads
     */
    Places(int size, String threadName) {
        this.size = size;
        this.free = size;
        this.threads = Executors.newCachedThreadPool(task -> DaemonThreads.thread(task, threadName));
    }

    @Override
    public synchronized boolean runInThread(@Nullable Runnable job) {
        awaitFree();
        if (!closed && job != null) {
            free--;
            threads.execute(() -> run(job));
        }
        // a job that comes after the end is dropped, which is no failure
        return true;
    }

    private void run(Runnable job) {
        try {
            job.run();
        } catch (IllegalStateException e) {
            if (!isClosed()) {
                throw e;
            }
            LOG.debug("the end of a job was not stored, so that another process takes it over", e);
        } finally {
            leave();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void leave() {
        if (!released.remove(Thread.currentThread())) {
            free++;
            notifyAll();
        }
    }

    /** Frees the place of a job that continues in its thread. */
    synchronized void release(Thread thread) {
        if (released.add(thread)) {
            free++;
            notifyAll();
        }
    }

    /** Waits for a free place, as Quartz requires before it selects the next job. */
    @Override
    public synchronized int blockForAvailableThreads() {
        awaitFree();
        return Math.max(free, 1);
    }

    private synchronized void awaitFree() {
        try {
            while (free <= 0 && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized boolean isFull() {
        return free <= 0;
    }

    @Override
    public void initialize() {
        // nothing to prepare
    }

    @Override
    public synchronized void shutdown(boolean waitForJobs) {
        closed = true;
        notifyAll();
        threads.shutdown();
    }

    /** Waits for the threads to end after {@link #shutdown}, and returns whether they have. */
    boolean awaitEnd(Duration grace) throws InterruptedException {
        return threads.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int getPoolSize() {
        return size;
    }

    @Override
    public void setInstanceId(@Nullable String id) {
        // the threads are named after the kind of job
    }

    @Override
    public void setInstanceName(@Nullable String name) {
        // the threads are named after the kind of job
    }
}
