package io.litedrill.restore;

import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.timeline.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lists the recovery points near a time, with the result of a restore to that time.
 *
 * @param result the result of planning that restore
 * @param points the recovery points, ordered by time
 */
public record NearPoints(Instant time, PlanResult result, List<RecoveryPoint> points) {
    private static final int EACH_SIDE = 5;

    /** Copies the list. */
    public NearPoints {
        points = List.copyOf(points);
    }

    /** Lists the five recovery points no later than a time, and the five after it. */
    public static NearPoints of(Replica replica, Timeline timeline, Instant time) {
        PlanResult result = new Planner(replica, timeline).plan(new Point.AtTime(time));
        return new NearPoints(time, result, timeline.around(time, EACH_SIDE));
    }

    /** Returns the plan of a restore to the time; empty where the restore is refused. */
    public Optional<RestorePlan> plan() {
        return result instanceof PlanResult.Planned planned ? Optional.of(planned.plan()) : Optional.empty();
    }

    /** Returns why a restore to the time is refused. */
    public Optional<PlanResult.Refused> refused() {
        return result instanceof PlanResult.Refused refused ? Optional.of(refused) : Optional.empty();
    }
}
