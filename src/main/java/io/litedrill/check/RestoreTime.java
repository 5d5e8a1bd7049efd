package io.litedrill.check;

import java.time.Duration;
import java.util.Optional;

/** Compares the duration of a restore with the RTO. */
public final class RestoreTime {
    private RestoreTime() {}

    /**
     * Returns the finding for a restore that exceeded the RTO.
     *
     * @param seconds duration of planning and restoring, without verifying
     */
    public static Optional<Finding> slow(CheckedReplica watched, double seconds) {
        return watched.objectives()
                .rto()
                .filter(rto -> seconds > rto.toMillis() / 1000.0)
                .map(rto -> new Finding(
                        FindingCode.SLOW_RESTORE,
                        Severity.WARNING,
                        FindingSentence.SLOW_RESTORE.of(Duration.ofMillis(Math.round(seconds * 1000)), rto),
                        watched.replica().location(),
                        Hint.text("let Litestream take snapshots more often, or give the restore a faster way to"
                                + " the store")));
    }
}
