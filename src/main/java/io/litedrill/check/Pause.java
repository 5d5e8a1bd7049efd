package io.litedrill.check;

import java.time.Duration;

/** Waits. Tests use another implementation. */
@FunctionalInterface
interface Pause {
    /** Waits for real time; returns early, with the interrupt flag set, when the thread is interrupted. */
    Pause REAL = duration -> {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    };

    /** Waits for the duration. */
    void await(Duration duration);
}
