package io.litedrill.drill;

import io.litedrill.check.ReplicaHistory;

/**
 * What earlier looks and drills left behind.
 *
 * @param memory which files there were, among other things
 * @param lastGood what was in the database when a drill passed
 */
public record DrillHistory(ReplicaHistory memory, LastGood lastGood) {
    /** Of a replica that nothing is kept of. */
    public static final DrillHistory NONE = new DrillHistory(ReplicaHistory.NONE, LastGood.NONE);
}
