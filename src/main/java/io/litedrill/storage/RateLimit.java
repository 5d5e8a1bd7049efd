package io.litedrill.storage;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Limits how many bytes of objects are read in a second, by all stores that report to it together. The thread that
 * reports too many bytes waits. Bytes that were not read in the last second may be read at once. Requests and listings
 * are not limited. Safe for use by several threads.
 */
public final class RateLimit implements StorageListener {
    private static final double NANOS = 1e9;
    private static final long BURST = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final Sleeper sleeper;
    private Optional<Long> rate = Optional.empty();
    private long free;

    /** Waits. Tests use another implementation. */
    @FunctionalInterface
    public interface Sleeper {
        /** Waits for some nanoseconds; returns early, with the interrupt flag set, when the thread is interrupted. */
        void sleep(long nanos);
    }

    /** Creates a limit that limits nothing yet. */
    public RateLimit() {
        this(System::nanoTime, RateLimit::park);
    }

    /** Creates a limit with another clock and another implementation of waiting. */
    RateLimit(LongSupplier nanoTime, Sleeper sleeper) {
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        this.free = nanoTime.getAsLong() - BURST;
    }

    private static void park(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !Thread.currentThread().isInterrupted(); left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /**
     * Sets the limit; it holds for the next bytes.
     *
     * @param bytesPerSecond 1 or more; empty for no limit
     */
    public synchronized void set(Optional<Long> bytesPerSecond) {
        rate = bytesPerSecond;
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
    public void read(long bytes) {
        long wait = reserve(bytes);
        if (wait > 0) {
            sleeper.sleep(wait);
        }
    }

    /** Returns for how long the thread that read these bytes must wait. */
    private synchronized long reserve(long bytes) {
        if (rate.isEmpty()) {
            return 0;
        }
        long now = nanoTime.getAsLong();
        // differences, since nanoTime may overflow
        long from = free - now > -BURST ? free : now - BURST;
        free = from + (long) (bytes * NANOS / rate.get());
        return free - now;
    }
}
