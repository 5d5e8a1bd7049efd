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
 * What one real restore came to.
 *
 * @param ending what it came to, and why
 * @param restored what came out; empty when nothing was written
 * @param findings all of them, worst first
 * @param request the time that was requested, if one was; also where nothing was restored
 */
public record RestoreReport(
        ReplicaId id,
        Run run,
        Ending ending,
        Optional<Restored> restored,
        List<Finding> findings,
        TimeRequest request) {
    /** Copies the list. */
    public RestoreReport {
        findings = List.copyOf(findings);
    }

    /** Creates one whose request is that of what was restored. */
    public RestoreReport(ReplicaId id, Run run, Ending ending, Optional<Restored> restored, List<Finding> findings) {
        this(
                id,
                run,
                ending,
                restored,
                findings,
                restored.map(Restored::request).orElse(TimeRequest.NONE));
    }

    /** Returns the same with the point that was requested, where nothing was restored that has it. */
    public RestoreReport asked(Point point) {
        return restored.isEmpty() && point instanceof Point.AtTime at
                ? new RestoreReport(id, run, ending, restored, findings, TimeRequest.at(at.time()))
                : this;
    }

    /** Returns the same with another end. */
    public RestoreReport with(Ending other) {
        return new RestoreReport(id, run, other, restored, findings, request);
    }

    /** Returns true when what was written is malformed, as was allowed. */
    public boolean isMalformed() {
        return restored.filter(Restored::isMalformed).isPresent();
    }

    /**
     * When it ran, and where to.
     *
     * @param runId unique in one history
     * @param seconds how long all of it took
     * @param output the file that was written, or would have been
     * @param movedAside where the files that were replaced are now
     */
    public record Run(String runId, Instant startedAt, double seconds, Path output, Optional<Path> movedAside) {}

    /**
     * The end of a restore.
     *
     * @param reason why, and the way out, for people; empty for {@link Outcome#RESTORED}, unless another run had to finish it or what was
     *     written is malformed
     * @param otherwise whether there is more to say than the outcome does: something changed, or may have, though the outcome says
     *     that nothing did, or the restored database is in place and something after it is not done; the reason says what
     */
    public record Ending(Outcome outcome, String reason, boolean otherwise) {
        /** An end that left what its outcome says. */
        public Ending(Outcome outcome, String reason) {
            this(outcome, reason, false);
        }
    }

    /** What a restore can come to. */
    public enum Outcome {
        /** Written, verified, in place. Malformed only where that was allowed; then the reason says so. */
        RESTORED,
        /** Not begun. Nothing changed. */
        REFUSED,
        /** Did not restore, or what came out is wrong. Nothing changed. */
        FAILED,
        /** Could not look. Nothing changed. */
        INCONCLUSIVE,
        /** What is there is sound. */
        NOT_NEEDED
    }
}
