package io.litedrill.history;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Records that the database does not answer, so that only one request every ten seconds waits for it. Safe for use by
 * several threads.
 */
final class Availability {
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanos;
    private Optional<String> reason = Optional.empty();
    private long retryAt;

    /**
     * Creates the state of a database that answers.
     *
     * @param nanos a monotonic clock in nanoseconds, such as {@link System#nanoTime}
     */
    Availability(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Returns why a request would fail; empty when it may be tried, by this caller alone if the database was down. */
    synchronized Optional<String> refusal() {
        if (reason.isEmpty()) {
            return Optional.empty();
        }
        long now = nanos.getAsLong();
        if (now - retryAt < 0) {
            return reason;
        }
        retryAt = now + RETRY_NANOS;
        return Optional.empty();
    }

    /** Records that the database does not answer. */
    synchronized void down(String why) {
        reason = Optional.of(why);
        retryAt = nanos.getAsLong() + RETRY_NANOS;
    }

    /** Records that the database answered. */
    synchronized void up() {
        reason = Optional.empty();
    }
}
