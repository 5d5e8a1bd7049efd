package io.litedrill.drill;

import io.litedrill.check.Cost;
import io.litedrill.check.Finding;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * Holds the result of one scrub of one replica.
 *
 * @param files number of files read and verified, including damaged ones
 * @param proofs counts of the comparisons of two ways to restore one position
 * @param findings all findings, worst first
 */
public record ScrubResult(ReplicaId id, Run run, int files, Proofs proofs, List<Finding> findings) {
    /** Copies the list. */
    public ScrubResult {
        findings = List.copyOf(findings);
    }

    /** Returns the verdict: the worst of the findings. */
    public Verdict verdict() {
        return Verdict.of(findings);
    }

    /**
     * Holds the times and the cost of a scrub.
     *
     * @param runId unique in one history
     * @param seconds duration in seconds, 0 or more
     */
    public record Run(String runId, Instant startedAt, double seconds, Cost cost) {
        /** Returns the end time. */
        public Instant endedAt() {
            return startedAt.plusNanos(Math.round(seconds * 1e9));
        }
    }

    /**
     * Counts the pairs of ways to restore one position.
     *
     * @param agreed compared in this scrub and equal
     * @param known compared by an earlier scrub and equal, with the same files
     * @param disagreed compared in this scrub and different
     * @param open not proved: too young, with an unusable file, or without disk space
     */
    public record Proofs(int agreed, int known, int disagreed, int open) {
        /** No comparison was possible, or the scrub ended before it. */
        public static final Proofs NONE = new Proofs(0, 0, 0, 0);
    }
}
