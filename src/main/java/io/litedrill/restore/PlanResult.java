package io.litedrill.restore;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.Gap;
import java.time.Instant;
import java.util.Optional;

/** What planning came to. */
public sealed interface PlanResult {
    /** The point can be restored. */
    record Planned(RestorePlan plan) implements PlanResult {}

    /**
     * The point is no recovery point.
     *
     * @param reason what lies there instead, for people
     * @param before the nearest recovery point before it
     * @param after the nearest recovery point after it
     * @param missing what keeps the newest state from being reached, where that was asked for
     */
    record Refused(
            String reason, Optional<RecoveryPoint> before, Optional<RecoveryPoint> after, Optional<Gap.Missing> missing)
            implements PlanResult {}

    /**
     * There is a backup, but it is too young to be proved sound yet.
     *
     * @param until when it will be
     */
    record Pending(Instant until) implements PlanResult {}

    /** Nothing can be restored from this replica. */
    record NoBackup() implements PlanResult {}
}
