package io.litedrill.drill;

import io.litedrill.check.Pause;
import io.litedrill.replica.Point;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.Planner;
import io.litedrill.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Scans a replica for a restore: a second time when the newest state can be proved after a short wait. */
final class SettledScan {
    /**
     * Maximum time to wait for a snapshot of the wal layout, which can be proved sound only some seconds after it was
     * taken.
     */
    private static final Duration WORTH_WAITING = Duration.ofSeconds(30);

    private final InstantSource clock;

    SettledScan(InstantSource clock) {
        this.clock = clock;
    }

    /** Scans at the depth that the point needs. */
    Scan scan(ReplicaScanner scanner, Point point) throws StorageException {
        Depth depth = point instanceof Point.Newest ? Depth.NEWEST : Depth.FULL;
        Scan scan = scanner.scan(depth);
        boolean again = new Planner(scan.replica(), scan.timeline()).plan(point) instanceof PlanResult.Pending pending
                && await(pending.until());
        return again ? scanner.scan(depth) : scan;
    }

    private boolean await(Instant until) {
        Duration wait = Duration.between(clock.instant(), until).plusMillis(100);
        if (wait.compareTo(WORTH_WAITING) > 0) {
            return false;
        }
        Pause.REAL.await(wait);
        return !Thread.currentThread().isInterrupted();
    }
}
