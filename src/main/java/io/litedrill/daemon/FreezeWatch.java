package io.litedrill.daemon;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Detects that this process was frozen, such as by SIGSTOP. It counts as frozen until an answer to a request that it
 * sent after that. Safe for use by several threads; no method waits.
 */
final class FreezeWatch {
    private final Duration least;
    private final LongSupplier nanos;
    private long awakeAt;
    /** The time at which the process woke up, in nanoseconds; empty when it has received an answer since. */
    private Optional<Long> wokeAt = Optional.empty();

    /**
     * Creates a watch of a process that is not frozen.
     *
     * @param least the shortest time between two calls of {@link #awake} that counts as frozen
     * @param nanos a monotonic clock in nanoseconds
     */
    FreezeWatch(Duration least, LongSupplier nanos) {
        this.least = least;
        this.nanos = nanos;
        this.awakeAt = nanos.getAsLong();
    }

    /**
     * Records that this process is not frozen now.
     *
     * @return the present time, in nanoseconds
     */
    synchronized long awake() {
        long now = nanos.getAsLong();
        if (isLong(now)) {
            wokeAt = Optional.of(now);
        }
        awakeAt = now;
        return now;
    }

    /**
     * Records an answer.
     *
     * @param begun when its request was sent, in nanoseconds: the answer to an earlier one may be older than the freeze
     */
    synchronized void answered(long begun) {
        wokeAt = wokeAt.filter(time -> begun - time < 0);
    }

    /** Returns whether the process was frozen since its last request that was answered. */
    synchronized boolean wasFrozen() {
        return wokeAt.isPresent() || isLong(nanos.getAsLong());
    }

    private boolean isLong(long now) {
        return now - awakeAt >= least.toNanos();
    }
}
