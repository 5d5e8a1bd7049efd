package io.litedrill.lease;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a right in the background until it is closed, and returns it then. Safe for use by several threads. */
public final class KeptLease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptLease.class);
    private static final int RENEWALS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Leases leases;
    private final Duration time;
    private final ScheduledThreadPoolExecutor renewer;
    private volatile Lease lease;

    /**
     * Starts to renew a right.
     *
     * @param time how long the right lasts without a renewal
     */
    public KeptLease(Leases leases, Lease lease, Duration time) {
        this.leases = leases;
        this.lease = lease;
        this.time = time;
        this.renewer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "litedrill-lease");
            thread.setDaemon(true);
            return thread;
        });
        if (lease.isShared()) {
            long pause = time.toNanos() / RENEWALS;
            var unused = renewer.scheduleWithFixedDelay(this::renew, pause, pause, TimeUnit.NANOSECONDS);
        }
    }

    /** Renews the right, and survives: an exception or error would end the task, and the right would expire. */
    private void renew() {
        try {
            check();
        } catch (Throwable e) {
            LOG.error("{}: the right is not renewed, which is tried again", lease.name(), e);
        }
    }

    /** Returns the right with its newest token. */
    public Lease lease() {
        return lease;
    }

    /** Renews the right now. */
    public synchronized Claim check() {
        return leases.renew(lease, time);
    }

    /** Replaces the token by one that is greater than a number, as {@link Leases#raise} does. */
    public synchronized Claim raise(long token) {
        Claim claim = leases.raise(lease, token);
        if (claim instanceof Claim.Granted granted) {
            lease = granted.lease();
        }
        return claim;
    }

    /** Returns the right. Does not wait for a database that does not respond: the right then ends by itself. */
    @Override
    public void close() {
        if (renewer.isShutdown()) {
            return;
        }
        // after a renewal that runs now, which would extend the right again
        renewer.execute(() -> leases.release(lease));
        renewer.shutdown();
        try {
            if (!renewer.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("{}: the right ends by itself, since the database does not respond", lease.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
