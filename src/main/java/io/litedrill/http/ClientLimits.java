package io.litedrill.http;

import java.time.Duration;

/**
 * Limits what a slow client can hold.
 *
 * @param header time for the request line and the headers, from their first byte
 * @param body time for the body, from the end of the headers
 * @param response time for the client to read a response, from the moment it is complete
 * @param connections number of open connections; past it the longest waiting one is closed
 * @param unread bytes of responses that clients have not read yet; past it the oldest such response is cut off
 */
record ClientLimits(Duration header, Duration body, Duration response, int connections, long unread) {
    static final ClientLimits DEFAULTS =
            new ClientLimits(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(60), 256, 64L << 20);
}
