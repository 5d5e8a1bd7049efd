package io.litedrill.drill;

import java.time.Duration;

/**
 * Decides whether drills keep their database, so that the next one reads only newer files.
 *
 * @param incremental true to keep it
 * @param fullInterval a full drill runs when the last one is this old; above 0
 * @param mostBytes the most bytes that the kept databases of all replicas may take; above 0
 * @param full true if this drill must be a full one, with any kept copy
 */
public record Keeping(boolean incremental, Duration fullInterval, long mostBytes, boolean full) {
    /** Every drill is a full one. */
    public static final Keeping NOTHING = new Keeping(false, Duration.ofDays(7), Long.MAX_VALUE);

    /** Creates a decision by which the age of the last full drill makes a drill a full one. */
    public Keeping(boolean incremental, Duration fullInterval, long mostBytes) {
        this(incremental, fullInterval, mostBytes, false);
    }

    /** Returns a copy by which the drill is a full one. */
    public Keeping asFull() {
        return new Keeping(incremental, fullInterval, mostBytes, true);
    }
}
