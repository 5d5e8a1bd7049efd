package io.litedrill.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Detects steps of the system clock by comparing it with a monotonic clock. Not safe for use by several threads. */
final class ClockSteps {
    private final InstantSource clock;
    private final LongSupplier nanos;
    private Instant seen;
    private long seenNanos;

    /**
     * Starts the comparison.
     *
     * @param clock the system clock, which may be set
     * @param nanos a monotonic clock in nanoseconds, such as {@link System#nanoTime}
     */
    ClockSteps(InstantSource clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.seen = clock.instant();
        this.seenNanos = nanos.getAsLong();
    }

    /** Returns the step of the clock since the last call: positive for ahead, negative for back, near zero for none. */
    Duration step() {
        Instant now = clock.instant();
        long nowNanos = nanos.getAsLong();
        Duration step = Duration.between(seen, now).minusNanos(nowNanos - seenNanos);
        seen = now;
        seenNanos = nowNanos;
        return step;
    }
}
