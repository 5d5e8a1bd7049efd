package io.litedrill.app;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.InternalErrors;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.ReplicaRules;
import io.litedrill.check.StorageFindings;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.replica.timeline.Timeline;
import io.litedrill.replica.timeline.Window;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.Planner;
import io.litedrill.storage.StorageException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Holds the result of one full scan of a replica. */
public sealed interface ScanAttempt {
    /** Scans a replica. Returns errors as {@link Failed} instead of throwing. */
    static ScanAttempt at(ReplicaTarget replica, Application wiring) {
        return at(replica, wiring, new Point.Newest());
    }

    /** Scans a replica to plan a restore of a point. Returns errors as {@link Failed} instead of throwing. */
    static ScanAttempt at(ReplicaTarget replica, Application wiring, Point point) {
        if (replica instanceof ReplicaTarget.Blind blind) {
            return new Failed(blind, blind.finding());
        }
        ReplicaTarget.Visible visible = (ReplicaTarget.Visible) replica;
        CheckedReplica watched = visible.watched();
        try {
            ReplicaHistory memory = wiring.past().memory();
            ReplicaScanner scanner = watched.scanner(wiring.cache(), memory, wiring.clock());
            Scan scan = point instanceof Point.AtTime at ? scanner.scanAround(at.time()) : scanner.scan(Depth.FULL);
            Instant now = wiring.clock().instant();
            return new Seen(
                    visible,
                    scan,
                    now,
                    ReplicaRules.window(watched, scan, memory),
                    ReplicaRules.doubts(watched, scan, memory, now));
        } catch (StorageException e) {
            return new Failed(replica, StorageFindings.of(e, watched.replica().location()));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return new Failed(replica, InternalErrors.of(e, watched.replica().location()));
        }
    }

    /** Returns the replica that was scanned. */
    ReplicaTarget replica();

    /** Returns the id of the replica. */
    default ReplicaId id() {
        return replica().id();
    }

    /** Returns the time of the newest recovery point; empty when there is no recovery point or the scan failed. */
    default Optional<Instant> newest() {
        return Optional.empty();
    }

    /** Returns the listed files; empty when the scan failed. */
    default Optional<Inventory> listed() {
        return Optional.empty();
    }

    /**
     * Holds a scan that succeeded.
     *
     * @param scanned the time of the scan
     * @param window the spans of recovery points and the gaps
     * @param doubts findings that put the recovery points in doubt
     */
    record Seen(ReplicaTarget.Visible replica, Scan scan, Instant scanned, Window window, List<Finding> doubts)
            implements ScanAttempt {
        @Override
        public Optional<Instant> newest() {
            return scan.timeline().newest().map(RecoveryPoint::time);
        }

        @Override
        public Optional<Inventory> listed() {
            return Optional.of(scan.inventory());
        }

        /** Plans as if all files with recorded damage were sound. */
        public PlanResult planForgettingDamage(Point point) {
            CheckedReplica watched = replica.watched();
            Timeline timeline =
                    Timeline.of(scan.replica(), scan.inventory().forgettingDamage(), watched.settings(), scanned);
            return new Planner(scan.replica(), timeline).plan(point);
        }

        /** Plans the restore of a point. */
        public PlanResult plan(Point point) {
            return new Planner(scan.replica(), scan.timeline()).plan(point);
        }
    }

    /** Reports a replica that could not be scanned. */
    record Failed(ReplicaTarget replica, Finding finding) implements ScanAttempt {}
}
