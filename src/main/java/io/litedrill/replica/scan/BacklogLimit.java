package io.litedrill.replica.scan;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits how many files that no check has read the checks of a process read together. A daemon that is started with
 * thousands of databases would otherwise request a million files at once, and the checks that are due would wait for
 * them. Safe for use by several threads.
 */
public final class BacklogLimit {
    /** Does not limit. */
    public static final BacklogLimit NONE = new BacklogLimit(Integer.MAX_VALUE, Integer.MAX_VALUE, System::nanoTime);

    /** All files of twenty usual replicas, and then those of one a second. */
    private static final int OF_DAEMON = 2_000;

    private static final int OF_DAEMON_PER_SECOND = 100;

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int most;
    private final int perSecond;
    private final LongSupplier nanos;
    private double available;
    private long since;

    /**
     * Creates a limit that is not used yet.
     *
     * @param most the files that may be read at once after a pause
     * @param perSecond the files that may be read for each second that passes
     * @param nanos a monotonic clock, in ns
     */
    public BacklogLimit(int most, int perSecond, LongSupplier nanos) {
        this.most = most;
        this.perSecond = perSecond;
        this.nanos = nanos;
        this.available = most;
        this.since = nanos.getAsLong();
    }

    /** Creates the limit of a daemon. */
    public static BacklogLimit ofDaemon() {
        return new BacklogLimit(OF_DAEMON, OF_DAEMON_PER_SECOND, System::nanoTime);
    }

    /** Returns the share of one check. */
    public BacklogShare share() {
        return new BacklogShare(this);
    }

    /** Takes up to a number of files, and returns how many. */
    synchronized int take(int wanted) {
        long now = nanos.getAsLong();
        available = Math.min(most, available + (now - since) / SECOND * perSecond);
        since = now;
        int taken = (int) Math.min(wanted, available);
        available -= taken;
        return taken;
    }
}
