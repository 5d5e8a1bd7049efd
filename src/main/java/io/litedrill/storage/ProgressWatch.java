package io.litedrill.storage;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Aborts reads that receive too few bytes. A slow trickle of bytes never reaches the socket timeout, because each byte
 * restarts it.
 *
 * <p>Each store has one daemon thread, started with its first body and idle while no body is open.
 */
public final class ProgressWatch implements AutoCloseable {
    private final Timeouts patience;
    private final LongSupplier nanoTime;
    private final ScheduledThreadPoolExecutor ticker;

    /**
     * Creates a watch.
     *
     * @param nanoTime a monotonic clock, in ns
     */
    public ProgressWatch(Timeouts patience, LongSupplier nanoTime) {
        this.patience = patience;
        this.nanoTime = nanoTime;
        ticker = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "litedrill-storage-progress");
            thread.setDaemon(true);
            return thread;
        });
        ticker.setRemoveOnCancelPolicy(true);
    }

    /**
     * Starts watching one body.
     *
     * @param abort aborts a read that waits in another thread; called at most once
     */
    Guard guard(Runnable abort) {
        Guard guard = new Guard(abort);
        Duration tick = patience.period().dividedBy(8);
        long nanos = Math.max(tick.toNanos(), Duration.ofMillis(1).toNanos());
        guard.ticks = ticker.scheduleWithFixedDelay(guard::check, nanos, nanos, TimeUnit.NANOSECONDS);
        return guard;
    }

    /**
     * Limits the duration of one request.
     *
     * @param abort called after the time limit for a response; ends the wait of the other thread
     * @return what ends the limit
     */
    public AutoCloseable deadline(Runnable abort) {
        Future<?> end = ticker.schedule(abort, patience.call().toMillis(), TimeUnit.MILLISECONDS);
        return () -> end.cancel(false);
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }

    /** Watches one body. */
    final class Guard implements AutoCloseable {
        private final Runnable abort;
        private Future<?> ticks = CompletableFuture.completedFuture(null);
        private boolean waiting;
        private boolean stalled;
        private long begun;
        private long waitingSince;
        private long waited;
        private long moved;

        private Guard(Runnable abort) {
            this.abort = abort;
        }

        /** Records that a read begins to wait. */
        synchronized void begin() {
            waiting = true;
            begun = nanoTime.getAsLong();
            waitingSince = begun;
        }

        /**
         * Records that the read has ended.
         *
         * @return its duration in ns
         */
        synchronized long end(long bytes) {
            settle();
            waiting = false;
            moved += bytes;
            return waitingSince - begun;
        }

        /** Returns whether the body was aborted for lack of progress. */
        synchronized boolean stalled() {
            return stalled;
        }

        /** Checks the elapsed time. Called by the ticker. */
        void check() {
            if (outOfPatience()) {
                ticks.cancel(false);
                abort.run();
            }
        }

        private synchronized boolean outOfPatience() {
            if (!waiting || stalled) {
                return false;
            }
            settle();
            if (waited < patience.period().toNanos()) {
                return false;
            }
            stalled = moved < patience.bytesPerPeriod();
            waited = 0;
            moved = 0;
            return stalled;
        }

        private void settle() {
            long now = nanoTime.getAsLong();
            waited += now - waitingSince;
            waitingSince = now;
        }

        @Override
        public void close() {
            ticks.cancel(false);
        }
    }
}
