package io.litedrill.drill;

import io.litedrill.check.Watched;
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
public record DrillOrder(String runId, Watched watched, Point point, Expectations expectations, DeepTests deep) {
    /** An order with {@link DeepTests#DEFAULT}. */
    public DrillOrder(String runId, Watched watched, Point point, Expectations expectations) {
        this(runId, watched, point, expectations, DeepTests.DEFAULT);
    }

    boolean isOfNewest() {
        return point instanceof Point.Newest;
    }
}
