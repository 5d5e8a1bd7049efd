package io.litedrill.app;

import io.litedrill.check.Hint;
import io.litedrill.check.NearbyReplicas;
import io.litedrill.check.UnreadableFiles;
import io.litedrill.restore.PlanResult;

/** Explains why there is no plan for a restore, or why a restore would refuse the plan. */
record PlanningReason(RestorePlanning planning) {
    private static final String REREADS =
            ". That a file is damaged is remembered: a restore reads it again first, and uses it if it is sound now";

    /** Returns the reason; empty when the restore may begin. */
    Hint text() {
        if (planning.mixed().isPresent()) {
            return planning.mixed().get().reason();
        }
        if (planning.result().isEmpty()) {
            return planning.look() instanceof ScanAttempt.Failed failed
                    ? failed.finding().statement()
                    : Hint.none();
        }
        return reason(planning.result().get()).then(planning.rereads() ? REREADS : "");
    }

    private Hint reason(PlanResult known) {
        if (known instanceof PlanResult.Refused refused) {
            return Hint.text(refused.reason());
        }
        if (known instanceof PlanResult.Pending pending) {
            return Hint.text("the only snapshot is too young to be proved sound; try again after " + pending.until());
        }
        if (planning.isUnreadable()) {
            return planning.look() instanceof ScanAttempt.Seen seen
                    ? Hint.text(UnreadableFiles.snapshots(seen.scan().inventory())
                            + "; whether there is a backup is not known")
                    : Hint.none();
        }
        return known instanceof PlanResult.NoBackup
                ? Hint.text("no backup: nothing can be restored from this replica")
                        .then(elsewhere())
                : Hint.none();
    }

    /** Returns a hint with nearby replicas that may be the intended ones; empty when the replica has files. */
    private Hint elsewhere() {
        return planning.look() instanceof ScanAttempt.Seen seen
                        && seen.scan().inventory().isEmpty()
                ? Hint.text("; ")
                        .then(NearbyReplicas.around(seen.scan().replica()).hint())
                : Hint.none();
    }
}
