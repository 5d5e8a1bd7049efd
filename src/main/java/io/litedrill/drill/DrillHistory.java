package io.litedrill.drill;

import io.litedrill.check.ReplicaHistory;

/**
 * Holds what earlier scans and drills recorded.
 *
 * @param memory history of the replica, including the files of earlier scans
 * @param lastGood the contents of the database at the last drill that passed
 */
public record DrillHistory(ReplicaHistory memory, LastGood lastGood) {
    /** The history of a replica for which nothing is stored. */
    public static final DrillHistory NONE = new DrillHistory(ReplicaHistory.NONE, LastGood.NONE);
}
