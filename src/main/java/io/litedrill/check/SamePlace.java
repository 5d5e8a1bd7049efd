package io.litedrill.check;

import io.litedrill.live.LiveState;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.ReplicaScanner.Scan;

/** Whether a live database holds exactly what a recovery point does, by where both stand in the WAL. */
public final class SamePlace {
    private SamePlace() {}

    /** True only where the places could be compared: no other commit is in either. False proves nothing. */
    public static boolean is(Scan scan, RecoveryPoint point, LiveState.Present live) {
        return Lag.standsAt(scan, point.position(), live);
    }

    /** True only where the places could be compared and differ: the replica lacks a commit, or has one that the live database has not. */
    public static boolean isNot(Scan scan, RecoveryPoint point, LiveState.Present live) {
        return Lag.standsElsewhere(scan, point.position(), live);
    }
}
