package io.litedrill.storage;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Ends reads that move too few bytes. A body that trickles trips no socket timeout, as each byte starts that anew.
 *
 * <p>One daemon thread for a store, started with its first body and idle while none is open.
 */
final class ProgressWatch implements AutoCloseable {
    private final Timeouts patience;
    private final LongSupplier nanoTime;
    private final ScheduledThreadPoolExecutor ticker;

    ProgressWatch(Timeouts patience, LongSupplier nanoTime) {
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
     * Begins to watch one body.
     *
     * @param abort ends a read that waits in another thread; called once at most
     */
    Guard guard(Runnable abort) {
        Guard guard = new Guard(abort);
        Duration tick = patience.period().dividedBy(8);
        long nanos = Math.max(tick.toNanos(), Duration.ofMillis(1).toNanos());
        guard.ticks = ticker.scheduleWithFixedDelay(guard::check, nanos, nanos, TimeUnit.NANOSECONDS);
        return guard;
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
        private long waitingSince;
        private long waited;
        private long moved;

        private Guard(Runnable abort) {
            this.abort = abort;
        }

        /** A read begins to wait. */
        synchronized void begin() {
            waiting = true;
            waitingSince = nanoTime.getAsLong();
        }

        /** The read that began has ended. */
        synchronized void end(long bytes) {
            settle();
            waiting = false;
            moved += bytes;
        }

        /** Whether the body was ended for lack of progress. */
        synchronized boolean stalled() {
            return stalled;
        }

        /** Looks at the time; what the ticker does. */
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
