package io.litedrill.property;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

/**
 * The clock of a replica that changes, and of Litedrill. Each look at it takes a moment, and some take long, as a
 * look after the reading of a large file does. A real pause passes too.
 */
final class SteppedClock implements InstantSource {
    private static final long REAL_PAUSE = 90_000_000;

    private final Random random;
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");
    private long real = System.nanoTime();

    SteppedClock(long seed) {
        random = new Random(seed);
    }

    /** The time, which does not pass. */
    synchronized Instant now() {
        return now;
    }

    synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public synchronized Instant instant() {
        long slept = System.nanoTime() - real;
        real += slept;
        now = now.plusNanos(slept > REAL_PAUSE ? slept : 0)
                .plusNanos(random.nextInt(random.nextInt(20) == 0 ? 30_000_000 : 300_000));
        return now;
    }
}
