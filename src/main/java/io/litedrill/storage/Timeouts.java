package io.litedrill.storage;

import java.time.Duration;

/**
 * How long a store on a network is waited for.
 *
 * @param connect for a connection
 * @param idle for the next byte
 * @param call for one answer with all its retries: a page of a listing, or the head of an object
 * @param period in which a body must bring {@code bytesPerPeriod}, counting only time that somebody waits for it
 * @param bytesPerPeriod the least progress, 1 or more
 */
public record Timeouts(Duration connect, Duration idle, Duration call, Duration period, long bytesPerPeriod) {
    /** For daily use: connect in 10 s, a byte each 30 s, an answer in 60 s, 64 KiB each 30 s. */
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(30), 64 * 1024L);

    /** Refuses times that would mean no limit. */
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
