package io.litedrill.check;

import java.time.Duration;

/** Waits until a replica may have changed. Tests use another implementation. */
@FunctionalInterface
public interface Pause {
    /** Waits for real time; returns early, with the interrupt flag set, when the thread is interrupted. */
    Pause REAL = duration -> {
        try {
            Thread.sleep(Math.max(0, duration.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    };

    /** Waits for the duration. */
    void await(Duration duration);
}
