package io.litedrill.http;

import java.time.Duration;

/**
 * Limits the resources that a slow client can hold.
 *
 * @param header the time limit for the request line and the headers, from their first byte
 * @param body the time limit for the body, from the end of the headers
 * @param response the time limit for the client to read a response, from the moment it is complete
 * @param connections the maximum number of open connections; beyond it the longest waiting one is closed
 * @param unread the maximum size of unread responses, in bytes; beyond it the oldest such response is cut off
 */
record ClientLimits(Duration header, Duration body, Duration response, int connections, long unread) {
    static final ClientLimits DEFAULTS =
            new ClientLimits(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(60), 256, 64L << 20);
}
