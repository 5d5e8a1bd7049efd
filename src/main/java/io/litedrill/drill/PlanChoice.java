package io.litedrill.drill;

import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.Planner;
import io.litedrill.restore.RestorePlan;
import java.util.Optional;

/** Chooses the next plan by a scan: for the same point another way, or for an earlier point. */
final class PlanChoice {
    private PlanChoice() {}

    /**
     * Returns the plan for a point; otherwise, for a fallback, that for the newest point before it.
     */
    static Optional<RestorePlan> next(Scan scan, RecoveryPoint point, boolean fallback) {
        Planner planner = new Planner(scan.replica(), scan.timeline());
        return plan(planner, new Point.AtPosition(point.position()))
                .or(() -> fallback ? newestBefore(planner, scan, point) : Optional.empty());
    }

    /** Returns the newest point before one that can be planned. */
    static Optional<Fallback> offer(Scan scan, RecoveryPoint wanted) {
        return newestBefore(new Planner(scan.replica(), scan.timeline()), scan, wanted)
                .map(plan -> new Fallback(wanted, plan.point(), true));
    }

    private static Optional<RestorePlan> newestBefore(Planner planner, Scan scan, RecoveryPoint point) {
        return EarlierPoints.than(point, scan.timeline()).stream()
                .reduce((older, newer) -> newer)
                .flatMap(before -> plan(planner, new Point.AtPosition(before.position())));
    }

    /** Returns the plan for a point; empty when it is no recovery point. */
    static Optional<RestorePlan> plan(Planner planner, Point point) {
        return planner.plan(point) instanceof PlanResult.Planned planned
                ? Optional.of(planned.plan())
                : Optional.empty();
    }
}
