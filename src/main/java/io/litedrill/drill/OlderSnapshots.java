package io.litedrill.drill;

import io.litedrill.drill.ExpectedRows.Known;
import io.litedrill.drill.RestoreAttempt.Try;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.replica.timeline.Chain;
import io.litedrill.restore.Planner;
import io.litedrill.verify.Contents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Restores the states of older snapshots, newest first, until one has rows. Used for a database without rows when no
 * other row counts are known.
 */
final class OlderSnapshots {
    private static final int MOST = 3;

    private final Planner planner;
    private final Scan scan;
    private final RestoreAttempt attempt;

    OlderSnapshots(Replica replica, Scan scan, RestoreAttempt attempt) {
        this.planner = new Planner(replica, scan.timeline());
        this.scan = scan;
        this.attempt = attempt;
    }

    /**
     * Returns the rows of the newest older state that has any. Afterwards the output file of the attempt holds the last
     * state tried.
     */
    Optional<Known> rows(RecoveryPoint empty) {
        List<RecoveryPoint> firstPoints = List.copyOf(firstPoints(empty).values());
        for (int i = firstPoints.size() - 1; i >= Math.max(0, firstPoints.size() - MOST); i--) {
            Optional<Known> rows = rowsOf(firstPoints.get(i));
            if (rows.isPresent()) {
                return rows;
            }
        }
        return Optional.empty();
    }

    /** Returns true when there is an older snapshot. */
    boolean isAny(RecoveryPoint empty) {
        return !firstPoints(empty).isEmpty();
    }

    /** Returns the oldest point of each older snapshot: the one with the least replay. */
    private Map<ReplicaFile, RecoveryPoint> firstPoints(RecoveryPoint empty) {
        Optional<ReplicaFile> own = snapshot(empty);
        Map<ReplicaFile, RecoveryPoint> points = new LinkedHashMap<>();
        for (RecoveryPoint point : EarlierPoints.than(empty, scan.timeline())) {
            snapshot(point)
                    .filter(snapshot -> !Optional.of(snapshot).equals(own))
                    .ifPresent(snapshot -> points.putIfAbsent(snapshot, point));
        }
        return points;
    }

    private Optional<ReplicaFile> snapshot(RecoveryPoint point) {
        return scan.timeline().chainTo(point.position()).map(Chain::snapshot);
    }

    private Optional<Known> rowsOf(RecoveryPoint point) {
        Optional<Try> tried =
                PlanChoice.plan(planner, new Point.AtPosition(point.position())).map(attempt::run);
        return tried.filter(Try.Tested.class::isInstance)
                .map(Try.Tested.class::cast)
                .filter(tested -> !RestoreFindings.isMalformed(tested.verification()))
                .flatMap(tested -> tested.verification().contents())
                .map(Contents::total)
                .filter(rows -> rows > 0)
                .map(rows -> new Known("the older state of " + point, rows));
    }
}
