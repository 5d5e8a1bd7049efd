package io.litedrill.replica;

import java.time.Duration;

/**
 * Decides how long a difference may be a change that Litestream has not uploaded yet. Litestream uploads at each sync,
 * so all durations follow from the sync interval. Also limits how often a replica that changes is listed.
 *
 * @param syncInterval how often Litestream uploads changes; positive
 */
public record Settling(Duration syncInterval) {
    /**
     * The maximum number of listings of one run. Litestream deletes and rewrites files during a run, so the first
     * listing may be outdated before its files are read. A replica that differs at each of five listings changes faster
     * than it can be read: the run is inconclusive.
     */
    public static final int MOST_LISTINGS = 5;

    /** One sync takes longer than the interval on a slow store or a busy machine; ten leave room for retries. */
    private static final int SYNCS_TO_UPLOAD = 10;

    /** A check waits inside its run, so it waits for a usual sync and not for the slowest. */
    private static final int SYNCS_TO_WAIT = 3;

    /** The limit of that wait: a long sync interval must not delay the check of a fault. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Uploads, retries and clocks have delays that do not shrink with the sync interval. */
    private static final Duration LEAST_CERTAIN = Duration.ofSeconds(30);

    /** Returns the period after which every change that was pending is uploaded. */
    public Duration upload() {
        return syncInterval.multipliedBy(SYNCS_TO_UPLOAD);
    }

    /**
     * Returns the period after which an unexplained difference between two sound files is reported: that of
     * {@link #upload}, and at least 30 seconds. Such a finding is an alarm about the replica, so it must be certain.
     */
    public Duration certain() {
        return upload().compareTo(LEAST_CERTAIN) > 0 ? upload() : LEAST_CERTAIN;
    }

    /** Returns how long a check waits before it reads the replica again: at most 5 seconds. */
    public Duration recheck() {
        Duration syncs = syncInterval.multipliedBy(SYNCS_TO_WAIT);
        return syncs.compareTo(LONGEST_WAIT) < 0 ? syncs : LONGEST_WAIT;
    }
}
