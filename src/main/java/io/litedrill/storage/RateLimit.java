package io.litedrill.storage;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits how many bytes of objects are read in a second, by all stores that report to it together. The thread that
 * reports too many bytes waits, until they are due or the limit changes such that they are. Bytes that were not read in
 * the last second may be read at once. Requests and listings are not limited. Safe for use by several threads.
 */
public final class RateLimit implements StorageListener {
    private static final double NANOS = 1e9;
    private static final double BURST_SECONDS = 1;

    private final LongSupplier nanoTime;
    private final Sleeper sleeper;
    private Optional<Long> rate = Optional.empty();
    /** The bytes that were reported, and how many of them are due; may be more than were reported. */
    private double reported;

    private double due;
    private long dueAt;
    private int changes;

    /** Waits. Tests use another implementation. */
    @FunctionalInterface
    interface Sleeper {
        /**
         * Waits for some nanoseconds. Returns early when the limit is changed; or, with the interrupt flag set, when
         * the thread is interrupted. Is called with the monitor of the limit.
         */
        void sleep(long nanos);
    }

    /** Creates a limit that limits nothing yet. */
    public RateLimit() {
        this.nanoTime = System::nanoTime;
        this.sleeper = this::pause;
    }

    /** Creates a limit with another clock and another implementation of waiting. */
    RateLimit(LongSupplier nanoTime, Sleeper sleeper) {
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
    }

    private synchronized void pause(long nanos) {
        int before = changes;
        long end = nanoTime.getAsLong() + nanos;
        try {
            for (long left = nanos; left > 0 && changes == before; left = end - nanoTime.getAsLong()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Sets the limit. It holds for threads that wait, too.
     *
     * @param bytesPerSecond 1 or more; empty for no limit
     */
    public synchronized void set(Optional<Long> bytesPerSecond) {
        boolean first = rate.isEmpty();
        settle();
        rate = bytesPerSecond;
        if (first && rate.isPresent()) {
            due = reported + rate.get() * BURST_SECONDS;
            dueAt = nanoTime.getAsLong();
        }
        changes++;
        notifyAll();
    }

    /** Returns the limit in bytes a second; empty without one. */
    public synchronized Optional<Long> bytesPerSecond() {
        return rate;
    }

    @Override
    public void request(Operation operation, boolean successful) {
        // only bytes are limited
    }

    @Override
    public synchronized void read(long bytes) {
        if (rate.isEmpty()) {
            return;
        }
        settle();
        reported += bytes;
        double last = reported;
        int before;
        do {
            before = changes;
            long wait = until(last);
            if (wait <= 0) {
                return;
            }
            sleeper.sleep(wait);
        } while (changes != before && !Thread.currentThread().isInterrupted());
    }

    /** Adds the bytes that have become due since the last call, but no more than those of one second ahead. */
    private void settle() {
        if (rate.isPresent()) {
            long now = nanoTime.getAsLong();
            due = Math.min(due + (now - dueAt) / NANOS * rate.get(), reported + rate.get() * BURST_SECONDS);
            dueAt = now;
        }
    }

    /** Returns the nanoseconds until the bytes up to a number are due. */
    private long until(double bytes) {
        settle();
        return rate.map(each -> (long) ((bytes - due) * NANOS / each)).orElse(0L);
    }
}
