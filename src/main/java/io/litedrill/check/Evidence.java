package io.litedrill.check;

import io.litedrill.live.LiveState;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything that a check judges by, gathered before it judges.
 *
 * @param live what stands at the live path; empty when no path is known
 * @param memory what was known before
 */
record Evidence(CheckedReplica watched, Scan scan, Optional<LiveState> live, ReplicaHistory memory, Instant now) {
    String location() {
        return watched.replica().location();
    }

    Optional<RecoveryPoint> newest() {
        return scan.timeline().newest();
    }

    /** The command that shows the recovery points. */
    String windowCommand() {
        return watched.command("window");
    }
}
