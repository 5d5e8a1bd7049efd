package io.litedrill.cli;

import io.litedrill.check.CheckResult;
import io.litedrill.drill.DrillOrder;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Driller;
import io.litedrill.recover.FileRestorer;
import io.litedrill.recover.RestoreOrder;
import io.litedrill.recover.RestoreOrder.Permissions;
import io.litedrill.replica.Point;
import io.litedrill.restore.RestoreListener;
import io.litedrill.schedule.Job;

/** Makes the jobs that the scheduler runs: each does its work and hands the result on. */
final class Workers {
    private final Results results;
    private final Runs runs;
    private final Driller driller;
    private final FileRestorer restorer;

    Workers(Wiring wiring, Results results) {
        this.results = results;
        this.runs = new Runs(wiring);
        this.driller = new Driller(wiring.scratch(), wiring.cache(), wiring.clock());
        this.restorer = new FileRestorer(wiring.cache(), wiring.clock());
    }

    /** A check. One that was told to stop did not look to the end, so what it says is not kept. */
    Job check(Ward ward) {
        return (runId, cancellation) -> {
            CheckResult result = runs.check(ward.replica());
            if (!cancellation.cancelled()) {
                results.check(result);
            }
        };
    }

    /** A drill of the newest state. */
    Job drill(Ward ward) {
        return (runId, cancellation) -> results.drill(drill(ward, runId));
    }

    private DrillResult drill(Ward ward, String runId) {
        if (ward.replica() instanceof WatchedReplica.Blind blind) {
            return runs.inconclusive(blind, runId);
        }
        WatchedReplica.Visible visible = ward.visible().orElseThrow();
        DrillOrder order = new DrillOrder(runId, visible.watched(), new Point.Newest(), visible.expectations());
        return driller.drill(order, RestoreListener.NONE);
    }

    /** A restore to a new file. */
    Job restore(WatchedReplica.Visible source, RestoreOrder.Target target) {
        return (runId, cancellation) -> results.restore(restorer.restore(
                new RestoreOrder(runId, source.watched(), target, source.expectations(), Permissions.NONE),
                RestoreListener.NONE));
    }
}
