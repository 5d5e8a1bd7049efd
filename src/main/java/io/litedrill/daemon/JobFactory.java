package io.litedrill.daemon;

import io.litedrill.app.MonitoredReplica;
import io.litedrill.app.Operations;
import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.ScrubResult;
import io.litedrill.replica.Point;
import io.litedrill.restore.RestoreListener;
import io.litedrill.schedule.Job;
import java.util.function.Consumer;

/**
 * Creates the jobs of the scheduler. Each job does its work and publishes the result, unless another node has taken the
 * job over meanwhile.
 */
public final class JobFactory {
    private final Operations runs;
    private final ResultPublisher results;
    private final Consumer<ReplicaId> checked;
    private final ActiveRuns active;

    /**
     * Creates a factory.
     *
     * @param checked receives the id of each replica whose check was completed
     * @param active receives the progress of drills and scrubs
     */
    JobFactory(Operations runs, ResultPublisher results, Consumer<ReplicaId> checked, ActiveRuns active) {
        this.active = active;
        this.runs = runs;
        this.results = results;
        this.checked = checked;
    }

    /** Returns a job that checks a replica. A cancelled check is incomplete, so its result is dropped. */
    public Job check(MonitoredReplica replica) {
        return (runId, cancellation) -> {
            CheckResult result = runs.check(replica.replica());
            if (!cancellation.cancelled() && !cancellation.superseded()) {
                results.check(result);
                checked.accept(replica.id());
            }
        };
    }

    /** Returns a job that drills the newest state. A cancelled drill is stored as inconclusive. */
    public Job drill(MonitoredReplica replica) {
        return (runId, cancellation) -> {
            try {
                RestoreListener progress = active.drill(runId, replica.id());
                DrillResult result = runs.drill(replica.replica(), runId, new Point.Newest(), progress);
                if (!cancellation.superseded()) {
                    results.drill(result);
                }
            } finally {
                active.end(runId);
            }
        };
    }

    /**
     * Returns a job that scrubs a replica. A scrub that exceeds its time limit reports that, with the findings so far.
     * A scrub that the end of the process interrupted is still due; its result is stored only if it is critical.
     */
    public Job scrub(MonitoredReplica replica) {
        return (runId, cancellation) -> {
            try {
                ScrubResult result = runs.scrub(replica.replica(), runId, active.scrub(runId, replica.id()));
                boolean counts = !cancellation.processEnds() || result.verdict() == Verdict.CRITICAL;
                if (counts && !cancellation.superseded()) {
                    results.scrub(result);
                }
            } finally {
                active.end(runId);
            }
        };
    }
}
