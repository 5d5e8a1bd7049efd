package io.litedrill.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Detects that the clock of the machine was set, by comparing it with a monotonic clock. Not for several threads. */
final class ClockSteps {
    private final InstantSource clock;
    private final LongSupplier nanos;
    private Instant seen;
    private long seenNanos;

    /**
     * Starts to compare.
     *
     * @param clock that may be set
     * @param nanos monotonic, in nanoseconds, such as {@link System#nanoTime}
     */
    ClockSteps(InstantSource clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.seen = clock.instant();
        this.seenNanos = nanos.getAsLong();
    }

    /** Returns how far the clock was set since the last call: positive for ahead, negative for back, near zero for not at all. */
    Duration step() {
        Instant now = clock.instant();
        long nowNanos = nanos.getAsLong();
        Duration step = Duration.between(seen, now).minusNanos(nowNanos - seenNanos);
        seen = now;
        seenNanos = nowNanos;
        return step;
    }
}
