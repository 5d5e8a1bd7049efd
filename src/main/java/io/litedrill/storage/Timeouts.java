package io.litedrill.storage;

import java.time.Duration;

/**
 * The time limits for a network store.
 *
 * @param connect limit for a connection
 * @param idle limit for the next byte
 * @param call limit for one response with all its retries: a page of a listing, or the head of an object
 * @param period time in which a body must deliver {@code bytesPerPeriod}; counts only while a reader waits
 * @param bytesPerPeriod minimum progress in bytes, 1 or more
 */
public record Timeouts(Duration connect, Duration idle, Duration call, Duration period, long bytesPerPeriod) {
    /** The default: connect in 10 s, a byte each 30 s, a response in 60 s, 64 KiB each 30 s. */
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(30), 64 * 1024L);

    /** Rejects values that would mean no limit. */
    public Timeouts {
        for (Duration time : new Duration[] {connect, idle, call, period}) {
            if (time.toMillis() < 1) {
                throw new IllegalArgumentException("patience: each time must be 1 ms or more");
            }
        }
        if (bytesPerPeriod < 1) {
            throw new IllegalArgumentException("patience: bytesPerPeriod must be 1 or more");
        }
    }
}
