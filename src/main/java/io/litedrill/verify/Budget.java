package io.litedrill.verify;

import java.time.Duration;

/** A time limit that several queries share. */
final class Budget {
    private final long deadline;

    Budget(Duration time) {
        this.deadline = System.nanoTime() + time.toNanos();
    }

    boolean isSpent() {
        return left().isZero();
    }

    /** Returns the remaining time; never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    /** Returns half of the remaining time, so that one large table leaves time for all others. */
    Duration share() {
        return left().dividedBy(2).plusMillis(1);
    }
}
