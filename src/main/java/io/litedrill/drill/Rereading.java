package io.litedrill.drill;

import io.litedrill.replica.Point;
import io.litedrill.replica.ProvedFiles;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.restore.Planner;
import io.litedrill.restore.RestorePlan;
import io.litedrill.storage.StorageException;
import java.util.Optional;

/**
 * Scans again without the stored verdicts on damaged files when the requested state cannot be restored without these
 * files. They are then read again, so stored damage never prevents the restore of a sound state.
 *
 * @param always true to read them again also when there is another way to the requested state
 */
record Rereading(ReplicaScanner scanner, RestoreAttempt attempt, boolean always) {
    /** Scans for a restore of a point. */
    Scan scan(Point point) throws StorageException {
        Scan scan = attempt.scan(scanner, point);
        if (!scan.inventory().hasRememberedDamage()) {
            return scan;
        }
        Scan hopeful = attempt.scan(scanner.remembering(ProvedFiles.NONE), point);
        Optional<RecoveryPoint> without = planned(scan, point);
        Optional<RecoveryPoint> with = planned(hopeful, point);
        boolean other = with.isPresent()
                && without.filter(each -> RestoreSession.isSameState(each, with.get()))
                        .isEmpty();
        return other || always ? hopeful : scan;
    }

    private static Optional<RecoveryPoint> planned(Scan scan, Point point) {
        return PlanChoice.plan(new Planner(scan.replica(), scan.timeline()), point)
                .map(RestorePlan::point);
    }
}
