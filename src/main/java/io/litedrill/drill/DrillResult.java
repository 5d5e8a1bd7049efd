package io.litedrill.drill;

import io.litedrill.check.Cost;
import io.litedrill.check.Finding;
import io.litedrill.check.ReplicaId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one drill of one replica came to.
 *
 * @param restored what came out; empty when nothing did
 * @param findings all of them, worst first
 */
public record DrillResult(ReplicaId id, Run run, Outcome outcome, Optional<Restored> restored, List<Finding> findings) {
    /** Copies the list. */
    public DrillResult {
        findings = List.copyOf(findings);
    }

    /** What a drill can come to. */
    public enum Outcome {
        /** Restored the wanted point, and every check passed. */
        PASSED,
        /** It did not restore, or what came out is wrong. */
        FAILED,
        /** Could not look, or was interrupted: neither a success nor a failure. */
        INCONCLUSIVE
    }

    /**
     * When it ran, and what that cost.
     *
     * @param runId unique in one history
     * @param startedAt when it began
     */
    public record Run(String runId, Instant startedAt, Phases phases, Cost cost) {
        /** When it ended. */
        public Instant endedAt() {
            return startedAt.plusNanos(Math.round(phases.total() * 1e9));
        }
    }

    /** How long each phase took, in seconds; 0 for a phase that was not reached. */
    public record Phases(double plan, double restore, double verify) {
        /** The whole. */
        public double total() {
            return plan + restore + verify;
        }
    }
}
