package io.litedrill.check;

import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one check of one replica found.
 *
 * @param objectives what was promised, so that every reader compares with the same numbers
 * @param findings all of them, worst first
 */
public record CheckResult(ReplicaId id, Run run, Seen seen, Objectives objectives, List<Finding> findings) {
    /** Copies the list. */
    public CheckResult {
        findings = List.copyOf(findings);
    }

    /** The worst of the findings. */
    public Verdict verdict() {
        return Verdict.of(findings);
    }

    /**
     * When it looked, and what that cost.
     *
     * @param at when the check began
     */
    public record Run(Instant at, Cost cost) {}

    /**
     * What the listing and the few reads showed.
     *
     * @param newest the newest recovery point
     * @param lag how far the replica is behind the live database; empty when it cannot be known
     * @param lagBasis what the lag was measured by; empty when it cannot be known
     * @param windowStart time of the oldest recovery point
     */
    public record Seen(
            Optional<RecoveryPoint> newest,
            Optional<Duration> lag,
            Optional<LagBasis> lagBasis,
            Optional<Instant> windowStart,
            Snapshots snapshots,
            Extent extent) {}

    /**
     * The snapshots of a replica.
     *
     * @param count 0 or more
     * @param newest time of the newest
     * @param age as rule 4 of the judgement measures it: by the clock ({@code wal}), or against the recovery point
     *     ({@code ltx})
     * @param allowed the age past which it is overdue
     */
    public record Snapshots(int count, Optional<Instant> newest, Optional<Duration> age, Duration allowed) {}

    /**
     * How much the replica holds.
     *
     * @param files 0 or more
     * @param bytes 0 or more, as stored
     * @param gaps 0 or more
     */
    public record Extent(int files, long bytes, int gaps) {}
}
