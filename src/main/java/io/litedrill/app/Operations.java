package io.litedrill.app;

import io.litedrill.check.CheckResult;
import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Checker;
import io.litedrill.check.Cost;
import io.litedrill.check.Finding;
import io.litedrill.drill.DrillOrder;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Driller;
import io.litedrill.drill.ScrubOrder;
import io.litedrill.drill.ScrubResult;
import io.litedrill.drill.Scrubber;
import io.litedrill.replica.Point;
import io.litedrill.restore.RestoreListener;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Runs checks, drills, scrubs and restores, also for unreadable replicas. Stores no results; the caller does. */
public final class Operations {
    private final Application wiring;
    private final InstantSource clock;

    public Operations(Application wiring) {
        this.wiring = wiring;
        this.clock = wiring.clock();
    }

    /** Checks a replica as {@link Checker#check} does. */
    public CheckResult check(ReplicaTarget replica) {
        if (replica instanceof ReplicaTarget.Visible visible) {
            return wiring.checker().check(visible.watched());
        }
        ReplicaTarget.Blind blind = (ReplicaTarget.Blind) replica;
        CheckResult.Run run = new CheckResult.Run(clock.instant(), Cost.NONE);
        return Checker.blind(blind.id(), run, blind.objectives(), List.of(blind.finding()));
    }

    /** Drills a replica as {@link Driller#drill} does. */
    public DrillResult drill(ReplicaTarget replica, String runId, Point point, RestoreListener progress) {
        if (replica instanceof ReplicaTarget.Visible visible) {
            DrillOrder order = new DrillOrder(runId, limited(visible), point, visible.expectations(), visible.deep());
            return new Driller(wiring.scratch(), wiring.cache(), wiring.past().memory(), clock)
                    .reportingTo(wiring.witness())
                    .drill(order, progress);
        }
        return inconclusive((ReplicaTarget.Blind) replica, runId);
    }

    /** Scrubs a replica as {@link Scrubber#scrub} does. */
    public ScrubResult scrub(ReplicaTarget replica, String runId, RestoreListener progress) {
        if (replica instanceof ReplicaTarget.Visible visible) {
            return new Scrubber(wiring.scratch(), wiring.past().memory(), clock)
                    .scrub(new ScrubOrder(runId, limited(visible)), progress);
        }
        Finding finding = ((ReplicaTarget.Blind) replica).finding();
        ScrubResult.Run run = new ScrubResult.Run(runId, clock.instant(), 0, Cost.NONE);
        return new ScrubResult(replica.id(), run, 0, ScrubResult.Proofs.NONE, List.of(finding));
    }

    private CheckedReplica limited(ReplicaTarget.Visible visible) {
        return visible.watched().withListener(wiring.limit());
    }

    private DrillResult inconclusive(ReplicaTarget.Blind blind, String runId) {
        DrillResult.Phases phases = new DrillResult.Phases(0, 0, 0);
        DrillResult.Run run = new DrillResult.Run(runId, clock.instant(), phases, Cost.NONE);
        return new DrillResult(
                blind.id(), run, DrillResult.Outcome.INCONCLUSIVE, Optional.empty(), List.of(blind.finding()));
    }
}
