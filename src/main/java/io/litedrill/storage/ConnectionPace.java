package io.litedrill.storage;

/**
 * Measures how fast the connections of a store deliver bytes to a reader that waits for them. Recent bytes count more
 * than earlier ones. Safe for use by several threads.
 */
final class ConnectionPace {
    /** In bytes a second. Stores that limit a connection allow less, a local network more. */
    static final long SLOW = 100_000_000;

    private static final double NANOS = 1e9;
    private static final double KEPT = 0.75;

    private double bytes;
    private double nanos;

    /**
     * Adds what was read from one connection.
     *
     * @param waited how long the reads waited, in ns
     */
    synchronized void record(long read, long waited) {
        bytes = bytes * KEPT + read;
        nanos = nanos * KEPT + waited;
    }

    /** Returns whether one connection is slow; false before the first measurement. */
    synchronized boolean isSlow() {
        return bytes * NANOS < nanos * SLOW;
    }
}
