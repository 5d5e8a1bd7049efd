package io.litedrill.check;

import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The result of one check of one replica.
 *
 * @param objectives the objectives of the replica, so that every consumer compares with the same numbers
 * @param findings all findings, worst first
 */
public record CheckResult(ReplicaId id, Run run, Seen seen, Objectives objectives, List<Finding> findings) {
    /** Copies the list. */
    public CheckResult {
        findings = List.copyOf(findings);
    }

    /** Returns the verdict of the worst finding. */
    public Verdict verdict() {
        return Verdict.of(findings);
    }

    /**
     * Returns whether the check determined the newest recovery point, or that there is none. A check that could not
     * read the replica, or the files that decide, did not.
     */
    public boolean knowsNewest() {
        return seen.newest().isPresent()
                || findings.stream().noneMatch(finding -> finding.severity() == Severity.UNKNOWN);
    }

    /** Returns whether the check read the replica and found no state that can be restored. */
    public boolean showsNoBackup() {
        return findings.stream()
                .anyMatch(finding -> finding.severity() == Severity.CRITICAL
                        && (finding.code() == FindingCode.PREFIX_EMPTY || finding.code() == FindingCode.NO_BACKUP));
    }

    /**
     * The time and the cost of a check.
     *
     * @param at when the check began
     */
    public record Run(Instant at, Cost cost) {}

    /**
     * The values that were read from the listing and a few files.
     *
     * @param newest the newest recovery point
     * @param lag how far the replica is behind the live database; empty when unknown
     * @param lagBasis how the lag was measured; empty when the lag is unknown
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
     * @param newest time of the newest snapshot
     * @param age age of the newest snapshot as {@link SnapshotRule} measures it: until now ({@code wal}), or
     *     until the newest recovery point ({@code ltx})
     * @param allowed the age above which the newest snapshot is overdue
     */
    public record Snapshots(int count, Optional<Instant> newest, Optional<Duration> age, Duration allowed) {}

    /**
     * The size of a replica.
     *
     * @param files number of files, 0 or more
     * @param bytes stored size in bytes, 0 or more
     * @param gaps number of gaps, 0 or more
     * @param unread number of files that this check has left to later ones, because many databases are new at once. A
     *     check chooses a few of a long backlog of layout {@code wal}; only these are counted
     */
    public record Extent(int files, long bytes, int gaps, int unread) {}
}
