package io.litedrill.restore;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.Gap;
import java.time.Instant;
import java.util.Optional;

/** Describes the result of planning a restore. */
public sealed interface PlanResult {
    /** The point can be restored. */
    record Planned(RestorePlan plan) implements PlanResult {}

    /**
     * The requested point is not a recovery point.
     *
     * @param what the state of the replica at that point, for people
     * @param before the nearest recovery point before it
     * @param after the nearest recovery point after it
     * @param missing the obstacle to the newest state, where the newest state was requested
     */
    record Refused(
            String what, Optional<RecoveryPoint> before, Optional<RecoveryPoint> after, Optional<Gap.Missing> missing)
            implements PlanResult {
        /** Returns the state of the replica at that point, with the address of the obstacle. */
        public String reason() {
            return what + missing.map(hole -> " (" + hole.where() + ")").orElse("");
        }
    }

    /**
     * The replica has a backup that is too new to be proved sound.
     *
     * @param until the time from which it can be proved
     */
    record Pending(Instant until) implements PlanResult {}

    /** Nothing can be restored from this replica. */
    record NoBackup() implements PlanResult {}
}
