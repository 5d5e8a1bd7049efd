package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.replica.Point;
import io.litedrill.verify.Expectations;

/**
 * Names a replica and a state to drill.
 *
 * @param runId unique in one history
 * @param point the state to restore; usually the newest
 * @param expectations the tests of the restored database
 * @param deep additional checks; its comparisons and its random point apply only to a drill of the newest state
 */
public record DrillOrder(
        String runId, CheckedReplica watched, Point point, Expectations expectations, ExtraChecks deep) {
    /** Creates an order with {@link ExtraChecks#DEFAULT}. */
    public DrillOrder(String runId, CheckedReplica watched, Point point, Expectations expectations) {
        this(runId, watched, point, expectations, ExtraChecks.DEFAULT);
    }

    boolean isOfNewest() {
        return point instanceof Point.Newest;
    }
}
