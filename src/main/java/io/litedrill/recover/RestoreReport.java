package io.litedrill.recover;

import io.litedrill.check.Finding;
import io.litedrill.check.Hint;
import io.litedrill.check.HintStyle;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.Restored;
import io.litedrill.replica.timeline.TimeRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reports one restore. {@link RestoreStart} makes it.
 *
 * @param findings all findings, worst first
 * @param request the requested time, if any; also where nothing was restored
 * @param origin who requested the restore, and to which kind of destination; empty until that is set, and in
 *     results of versions that did not store it
 */
public record RestoreReport(
        ReplicaId id,
        Run run,
        RestoreOutcome outcome,
        List<Finding> findings,
        TimeRequest request,
        Optional<Origin> origin) {
    /** Copies the list. */
    public RestoreReport {
        findings = List.copyOf(findings);
    }

    /** Creates a report without an origin. */
    public RestoreReport(ReplicaId id, Run run, RestoreOutcome outcome, List<Finding> findings, TimeRequest request) {
        this(id, run, outcome, findings, request, Optional.empty());
    }

    /** Returns the same report with its origin. */
    public RestoreReport from(Origin other) {
        return new RestoreReport(id, run, outcome, findings, request, Optional.of(other));
    }

    /** Returns the outcome in one word. */
    public OutcomeWord word() {
        return outcome.kind().word();
    }

    /** Returns the reason of the outcome, with command-line options. */
    public String reason() {
        return outcome.reason().text();
    }

    /** Returns the restored state; empty when nothing was written. */
    public Optional<Restored> restored() {
        return outcome.state();
    }

    /** Returns the same report with another outcome. */
    public RestoreReport with(RestoreOutcome other) {
        return with(other, findings);
    }

    /** Returns the same report with another outcome and other findings. */
    RestoreReport with(RestoreOutcome other, List<Finding> all) {
        return new RestoreReport(id, run, other, all, request, origin);
    }

    /** Returns the same report with its reason rendered in a style. */
    public RestoreReport worded(HintStyle style) {
        return new RestoreReport(
                id, run, outcome.with(Hint.text(outcome.reason().text(style))), findings, request, origin);
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
}
