package io.litedrill.drill;

import io.litedrill.check.Cost;
import io.litedrill.check.Finding;
import io.litedrill.check.ReplicaId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Holds the result of one drill of one replica.
 *
 * @param restored the restored database; empty when none was restored
 * @param findings all findings, worst first
 */
public record DrillResult(ReplicaId id, Run run, Outcome outcome, Optional<Restored> restored, List<Finding> findings) {
    /** Copies the list. */
    public DrillResult {
        findings = List.copyOf(findings);
    }

    /** Returns whether the drill read only the files that were new since the last one. */
    public boolean isIncremental() {
        return restored.filter(each -> each.source() == Source.PROVED_COPY).isPresent();
    }

    /** Outcome of a drill. */
    public enum Outcome {
        /** The requested point was restored and every check passed. */
        PASSED,
        /** The restore failed, or the restored database is wrong. */
        FAILED,
        /** The replica could not be read, or the drill was interrupted: neither a success nor a failure. */
        INCONCLUSIVE
    }

    /**
     * Holds the times and the cost of a drill.
     *
     * @param runId unique in one history
     * @param startedAt when the drill began
     * @param fullBecause why an incremental drill read all files; empty if it did not, and for drills that keep nothing
     */
    public record Run(String runId, Instant startedAt, Phases phases, Cost cost, Optional<String> fullBecause) {
        /** Describes a drill that was not meant to be incremental. */
        public Run(String runId, Instant startedAt, Phases phases, Cost cost) {
            this(runId, startedAt, phases, cost, Optional.empty());
        }

        /** Returns the end time. */
        public Instant endedAt() {
            return startedAt.plusNanos(Math.round(phases.total() * 1e9));
        }
    }

    /** Holds the duration of each phase in seconds; 0 for a phase that was not reached. */
    public record Phases(double plan, double restore, double verify) {
        /** Returns the total duration in seconds. */
        public double total() {
            return plan + restore + verify;
        }
    }
}
