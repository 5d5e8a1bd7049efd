package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.replica.Point;
import io.litedrill.verify.Expectations;

/**
 * What to drill.
 *
 * @param runId unique in one history
 * @param point the state to restore; usually the newest
 * @param expectations what the restored database is tested for
 * @param deep what else is done; the comparisons and the random point of it only where the newest state is drilled
 */
public record DrillOrder(
        String runId, CheckedReplica watched, Point point, Expectations expectations, ExtraChecks deep) {
    /** An order with {@link ExtraChecks#DEFAULT}. */
    public DrillOrder(String runId, CheckedReplica watched, Point point, Expectations expectations) {
        this(runId, watched, point, expectations, ExtraChecks.DEFAULT);
    }

    boolean isOfNewest() {
        return point instanceof Point.Newest;
    }
}
