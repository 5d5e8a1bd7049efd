package io.litedrill.check;

import java.time.Duration;

/** Waits. Tests wait in their own way. */
@FunctionalInterface
interface Pause {
    /** Waits on the clock; returns early, with the thread still marked, when it is interrupted. */
    Pause REAL = duration -> {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    };

    /** Waits so long. */
    void await(Duration duration);
}
