package io.litedrill.drill;

import io.litedrill.check.Finding;
import io.litedrill.check.Hint;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.restore.PlanResult;
import io.litedrill.verify.Contents;
import java.util.List;
import java.util.Optional;

/** The result of a {@link SoundRestore}. */
public sealed interface RestoreResult {
    /**
     * A database was restored into the file and tested.
     *
     * @param findings findings of the restore and of the tests
     * @param untested why the tests could not be finished
     * @param contents contents of the database; empty when they could not be read
     * @param scan the scan by which the restore was planned
     */
    record Done(Restored restored, List<Finding> findings, Untested untested, Optional<Contents> contents, Scan scan)
            implements RestoreResult {
        /** Returns why the tests are inconclusive; empty when they were finished. */
        Optional<String> inconclusive() {
            return untested.any();
        }
    }

    /**
     * Holds why tests were not finished.
     *
     * @param any the first reason; empty when all tests were finished
     * @param unfinished the first reason other than a missing part that only the application provides
     */
    record Untested(Optional<String> any, Optional<String> unfinished) {}

    /**
     * Nothing was restored, because of the replica.
     *
     * @param offer the newest earlier state that the scan shows as restorable, when no fallback was requested;
     *     empty when there is none
     */
    record Failed(List<Finding> findings, Optional<Fallback> offer) implements RestoreResult {}

    /**
     * The requested point is not a recovery point.
     *
     * @param finding the refusal as a finding; it is a fault of the replica only when {@code reason} names a
     *     missing part
     * @param offer the newest earlier state that the scan shows as restorable, when no fallback was requested;
     *     empty when there is none
     */
    record Refused(PlanResult.Refused reason, Finding finding, Optional<Fallback> offer) implements RestoreResult {}

    /**
     * The replica mixes two databases, so the database of the restored state is unknown. The file holds nothing
     * usable.
     *
     * @param reason what is mixed, and how to name the intended state
     */
    record Undecided(List<Finding> findings, Hint reason) implements RestoreResult {}

    /**
     * The caller does not restore from the listed files. Nothing was read.
     *
     * @param listed the files, for which the predicate of {@link SoundRestore#unless} is true
     */
    record Objected(Inventory listed) implements RestoreResult {}

    /** The replica could not be read, or the restore was interrupted. */
    record Inconclusive(List<Finding> findings, String reason) implements RestoreResult {}
}
