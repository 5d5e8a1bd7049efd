package io.litedrill.app;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.InternalErrors;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.ReplicaRules;
import io.litedrill.check.StorageFindings;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.replica.timeline.Timeline;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.Planner;
import io.litedrill.storage.StorageException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one full look at a replica showed. */
public sealed interface ScanAttempt {
    /** Looks; never throws for what it finds. */
    static ScanAttempt at(ReplicaTarget replica, Application wiring) {
        if (replica instanceof ReplicaTarget.Blind blind) {
            return new Failed(blind, blind.finding());
        }
        ReplicaTarget.Visible visible = (ReplicaTarget.Visible) replica;
        CheckedReplica watched = visible.watched();
        try {
            Scan scan = watched.scanner(wiring.cache(), wiring.past().memory(), wiring.clock())
                    .scan(Depth.FULL);
            Instant now = wiring.clock().instant();
            return new Seen(visible, scan, now, ReplicaRules.doubts(watched, scan, now));
        } catch (StorageException e) {
            return new Failed(replica, StorageFindings.of(e, watched.replica().location()));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return new Failed(replica, InternalErrors.of(e, watched.replica().location()));
        }
    }

    /** What was looked at. */
    ReplicaTarget replica();

    /** Whose replica it is. */
    default ReplicaId id() {
        return replica().id();
    }

    /** Time of the newest recovery point; empty when there is none, or nobody knows. */
    default Optional<Instant> newest() {
        return Optional.empty();
    }

    /**
     * It was listed.
     *
     * @param scanned when
     * @param doubts what puts its recovery points in doubt
     */
    record Seen(ReplicaTarget.Visible replica, Scan scan, Instant scanned, List<Finding> doubts)
            implements ScanAttempt {
        @Override
        public Optional<Instant> newest() {
            return scan.timeline().newest().map(RecoveryPoint::time);
        }

        /** What planning comes to if the files whose damage is remembered are sound by now. */
        public PlanResult planForgettingDamage(Point point) {
            CheckedReplica watched = replica.watched();
            Timeline timeline =
                    Timeline.of(scan.replica(), scan.inventory().forgettingDamage(), watched.settings(), scanned);
            return new Planner(scan.replica(), timeline).plan(point);
        }

        /** What planning the restore of a point comes to. */
        public PlanResult plan(Point point) {
            return new Planner(scan.replica(), scan.timeline()).plan(point);
        }
    }

    /** It could not be. */
    record Failed(ReplicaTarget replica, Finding finding) implements ScanAttempt {}
}
