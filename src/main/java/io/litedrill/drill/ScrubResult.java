package io.litedrill.drill;

import io.litedrill.check.Cost;
import io.litedrill.check.Finding;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * What one scrub of one replica found.
 *
 * @param files how many were read and verified, damaged ones among them
 * @param proofs where two ways lead to one position, what comparing them came to
 * @param findings all of them, worst first
 */
public record ScrubResult(ReplicaId id, Run run, int files, Proofs proofs, List<Finding> findings) {
    /** Copies the list. */
    public ScrubResult {
        findings = List.copyOf(findings);
    }

    /** The worst of the findings. */
    public Verdict verdict() {
        return Verdict.of(findings);
    }

    /**
     * When it ran, and what that cost.
     *
     * @param runId unique in one history
     * @param seconds from its beginning to its end, 0 or more
     */
    public record Run(String runId, Instant startedAt, double seconds, Cost cost) {
        /** When it ended. */
        public Instant endedAt() {
            return startedAt.plusNanos(Math.round(seconds * 1e9));
        }
    }

    /**
     * How many pairs of ways to one position there are.
     *
     * @param agreed compared now, and the same
     * @param known compared by an earlier scrub and the same, of the very same files
     * @param disagreed compared now, and not the same
     * @param open not proved: too young, a file of them cannot be used, or there was no room
     */
    public record Proofs(int agreed, int known, int disagreed, int open) {
        /** There was nothing to compare, or it did not come to that. */
        public static final Proofs NONE = new Proofs(0, 0, 0, 0);
    }
}
