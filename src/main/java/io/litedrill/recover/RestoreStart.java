package io.litedrill.recover;

import io.litedrill.check.Finding;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.Restored;
import io.litedrill.recover.RestoreReport.Run;
import io.litedrill.replica.timeline.TimeRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Holds the start of a restore, and makes its report at the end.
 *
 * @param id the replica that is read
 * @param output the file that is to be written
 */
public record RestoreStart(String runId, ReplicaId id, Path output, Instant at, TimeRequest asked) {
    /** Starts a restore now. */
    public static RestoreStart of(RestoreRequest request, ReplicaId id, Path output, InstantSource clock) {
        return new RestoreStart(request.runId(), id, output, clock.instant(), request.time());
    }

    /** Returns the same start for another replica. */
    RestoreStart from(ReplicaId other) {
        return new RestoreStart(runId, other, output, at, asked);
    }

    /** Reports the end of the restore. */
    public RestoreReport end(RestoreOutcome outcome, List<Finding> findings, InstantSource clock) {
        return end(outcome, findings, Optional.empty(), clock);
    }

    /**
     * Reports the end of a restore in place.
     *
     * @param movedAside the folder that the replaced files were moved to
     */
    RestoreReport end(RestoreOutcome outcome, List<Finding> findings, Optional<Path> movedAside, InstantSource clock) {
        double seconds = Math.max(0, Duration.between(at, clock.instant()).toNanos() / 1e9);
        TimeRequest request = outcome.state().map(Restored::request).orElse(asked);
        return new RestoreReport(id, new Run(runId, at, seconds, output, movedAside), outcome, findings, request);
    }
}
