package io.litedrill.verify;

import java.time.Duration;

/** Time that several queries share. */
final class Budget {
    private final long deadline;

    Budget(Duration time) {
        this.deadline = System.nanoTime() + time.toNanos();
    }

    boolean isSpent() {
        return left().isZero();
    }

    /** What is left; never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    /** Half of what is left: so one large table leaves time for all others. */
    Duration share() {
        return left().dividedBy(2).plusMillis(1);
    }
}
