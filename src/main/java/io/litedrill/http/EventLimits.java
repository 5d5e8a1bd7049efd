package io.litedrill.http;

import java.time.Duration;

/**
 * Limits the resources that listeners of events can hold.
 *
 * @param listeners the maximum number of listeners; beyond it, a new one takes the place of another
 * @param events the number of events that are kept for listeners that connect again or read slowly
 * @param bytes the size of these events, in bytes
 * @param heartbeat the time between two comments that show that the connection works
 * @param patience the time limit for a listener to read what was sent
 */
record EventLimits(int listeners, int events, long bytes, Duration heartbeat, Duration patience) {
    static final EventLimits DEFAULTS =
            new EventLimits(64, 4096, 4L << 20, Duration.ofSeconds(5), Duration.ofSeconds(30));
}
