package io.litedrill.daemon;

import io.litedrill.app.MonitoredReplica;
import io.litedrill.app.Operations;
import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import io.litedrill.drill.ScrubResult;
import io.litedrill.replica.Point;
import io.litedrill.restore.RestoreListener;
import io.litedrill.schedule.Job;
import java.util.function.Consumer;

/** Makes the jobs that the scheduler runs: each does its work and hands the result on. */
public final class JobFactory {
    private final Operations runs;
    private final ResultPublisher results;
    private final Consumer<ReplicaId> checked;

    /**
     * Makes nothing yet.
     *
     * @param checked hears of each replica that was checked to the end
     */
    public JobFactory(Operations runs, ResultPublisher results, Consumer<ReplicaId> checked) {
        this.runs = runs;
        this.results = results;
        this.checked = checked;
    }

    /** A check. One that was told to stop did not look to the end, so what it says is not kept. */
    public Job check(MonitoredReplica ward) {
        return (runId, cancellation) -> {
            CheckResult result = runs.check(ward.replica());
            if (!cancellation.cancelled()) {
                results.check(result);
                checked.accept(ward.id());
            }
        };
    }

    /** A drill of the newest state. One that was told to stop is inconclusive, and kept as that. */
    public Job drill(MonitoredReplica ward) {
        return (runId, cancellation) ->
                results.drill(runs.drill(ward.replica(), runId, new Point.Newest(), RestoreListener.NONE));
    }

    /**
     * A scrub. The result of one that ran into its time limit says so, with what it had found until then. One that the end of the process
     * cut off is due again, and is kept only if it had found something.
     */
    public Job scrub(MonitoredReplica ward) {
        return (runId, cancellation) -> {
            ScrubResult result = runs.scrub(ward.replica(), runId, RestoreListener.NONE);
            if (!cancellation.processEnds() || result.verdict() == Verdict.CRITICAL) {
                results.scrub(result);
            }
        };
    }
}
