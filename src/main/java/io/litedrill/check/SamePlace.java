package io.litedrill.check;

import io.litedrill.live.LiveState;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.ReplicaScanner.Scan;

/** Tests whether a live database equals a recovery point, by the positions of both in the WAL. */
public final class SamePlace {
    private SamePlace() {}

    /** Returns true only when the positions could be compared: neither has another commit. False proves nothing. */
    public static boolean is(Scan scan, RecoveryPoint point, LiveState.Present live) {
        return Lag.standsAt(scan, point.position(), live);
    }

    /**
     * Returns true only when the positions could be compared and differ: the replica lacks a commit, or has one that
     * the live database lacks.
     */
    public static boolean isNot(Scan scan, RecoveryPoint point, LiveState.Present live) {
        return Lag.standsElsewhere(scan, point.position(), live);
    }
}
