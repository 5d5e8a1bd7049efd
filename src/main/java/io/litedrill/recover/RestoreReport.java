package io.litedrill.recover;

import io.litedrill.check.Finding;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.Restored;
import io.litedrill.replica.Point;
import io.litedrill.replica.timeline.TimeRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reports the result of one restore.
 *
 * @param ending the outcome and its reason
 * @param restored the restored state; empty when nothing was written
 * @param findings all findings, worst first
 * @param request the requested time, if any; also where nothing was restored
 * @param origin who requested the restore, and to which kind of destination; empty until that is set, and in results of
 *     versions that did not store it
 */
public record RestoreReport(
        ReplicaId id,
        Run run,
        Ending ending,
        Optional<Restored> restored,
        List<Finding> findings,
        TimeRequest request,
        Optional<Origin> origin) {
    /** Copies the list. */
    public RestoreReport {
        findings = List.copyOf(findings);
    }

    /** Creates a report without an origin. */
    public RestoreReport(
            ReplicaId id,
            Run run,
            Ending ending,
            Optional<Restored> restored,
            List<Finding> findings,
            TimeRequest request) {
        this(id, run, ending, restored, findings, request, Optional.empty());
    }

    /** Creates a report whose request is taken from the restored state. */
    public RestoreReport(ReplicaId id, Run run, Ending ending, Optional<Restored> restored, List<Finding> findings) {
        this(
                id,
                run,
                ending,
                restored,
                findings,
                restored.map(Restored::request).orElse(TimeRequest.NONE));
    }

    /** Returns the same report with the requested point, where no restored state provides it. */
    public RestoreReport asked(Point point) {
        return restored.isEmpty() && point instanceof Point.AtTime at
                ? new RestoreReport(id, run, ending, restored, findings, TimeRequest.at(at.time()), origin)
                : this;
    }

    /** Returns the same report with another ending. */
    public RestoreReport with(Ending other) {
        return new RestoreReport(id, run, other, restored, findings, request, origin);
    }

    /** Returns the same report with its origin. */
    public RestoreReport from(Origin other) {
        return new RestoreReport(id, run, ending, restored, findings, request, Optional.of(other));
    }

    /** Returns true when a malformed database was written, as the request permits. */
    public boolean isMalformed() {
        return restored.filter(Restored::isMalformed).isPresent();
    }

    /**
     * Says who requested a restore.
     *
     * @param requestedBy the name of a token, or of a user of the operating system; {@code -} if it is unknown
     * @param inPlace true for a restore over the live path, false for one to a new file
     */
    public record Origin(String requestedBy, boolean inPlace) {}

    /**
     * Holds the time and destination of a run.
     *
     * @param runId the id of the run, unique in one history
     * @param seconds the total duration in seconds
     * @param output the file that was written, or would have been
     * @param movedAside the folder that the replaced files were moved to
     */
    public record Run(String runId, Instant startedAt, double seconds, Path output, Optional<Path> movedAside) {}

    /**
     * The ending of a restore.
     *
     * @param reason the reason and how to resolve it, for people; empty for {@link Outcome#RESTORED}, unless another
     *     run had to finish it or a malformed database was written
     * @param otherwise whether the state differs from what the outcome implies: something changed or may have changed
     *     although the outcome implies no change, or the restored database is in place and a later step is not done;
     *     the reason gives the details
     */
    public record Ending(Outcome outcome, String reason, boolean otherwise) {
        /** Creates an ending whose state is the one that the outcome implies. */
        public Ending(Outcome outcome, String reason) {
            this(outcome, reason, false);
        }
    }

    /** The outcome of a restore. */
    public enum Outcome {
        /**
         * The database was written, verified and put in place. It is malformed only where the request permits that;
         * then the reason says so.
         */
        RESTORED,
        /** The restore did not begin. Nothing changed. */
        REFUSED,
        /** The restore failed, or its result is wrong. Nothing changed. */
        FAILED,
        /** The state of the replica or of the database could not be determined. Nothing changed. */
        INCONCLUSIVE,
        /** The existing database is sound. */
        NOT_NEEDED
    }
}
