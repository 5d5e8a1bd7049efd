package io.litedrill.app;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Checker;
import io.litedrill.check.Cost;
import io.litedrill.check.Finding;
import io.litedrill.drill.DrillOrder;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Driller;
import io.litedrill.drill.ScrubOrder;
import io.litedrill.drill.ScrubResult;
import io.litedrill.drill.Scrubber;
import io.litedrill.recover.FileRestorer;
import io.litedrill.recover.Ownership;
import io.litedrill.recover.RestoreOrder;
import io.litedrill.recover.RestoreOrder.Permissions;
import io.litedrill.recover.RestoreOrder.Target;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreReport.Ending;
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
            DrillOrder order = new DrillOrder(runId, visible.watched(), point, visible.expectations(), visible.deep());
            return new Driller(wiring.scratch(), wiring.cache(), wiring.past().memory(), clock).drill(order, progress);
        }
        return inconclusive((ReplicaTarget.Blind) replica, runId);
    }

    /** Scrubs a replica as {@link Scrubber#scrub} does. */
    public ScrubResult scrub(ReplicaTarget replica, String runId, RestoreListener progress) {
        if (replica instanceof ReplicaTarget.Visible visible) {
            return new Scrubber(wiring.scratch(), wiring.past().memory(), clock)
                    .scrub(new ScrubOrder(runId, visible.watched()), progress);
        }
        Finding finding = ((ReplicaTarget.Blind) replica).finding();
        ScrubResult.Run run = new ScrubResult.Run(runId, clock.instant(), 0, Cost.NONE);
        return new ScrubResult(replica.id(), run, 0, ScrubResult.Proofs.NONE, List.of(finding));
    }

    /**
     * Restores to a file as {@link FileRestorer#restore} does.
     *
     * @param permissions the risks that the requester accepts
     */
    public RestoreReport restore(
            ReplicaTarget replica, String runId, Target target, Permissions permissions, RestoreListener progress) {
        if (replica instanceof ReplicaTarget.Visible visible) {
            RestoreOrder order =
                    new RestoreOrder(runId, visible.watched(), target, visible.expectations(), permissions);
            return new FileRestorer(wiring.cache(), wiring.past().memory(), clock)
                    .with(wanted(replica))
                    .restore(order, progress)
                    .asked(target.point());
        }
        Finding finding = ((ReplicaTarget.Blind) replica).finding();
        RestoreReport.Run run =
                new RestoreReport.Run(runId, clock.instant(), 0, target.output().toAbsolutePath(), Optional.empty());
        Ending ending = new Ending(RestoreReport.Outcome.INCONCLUSIVE, finding.message());
        return new RestoreReport(replica.id(), run, ending, Optional.empty(), List.of(finding)).asked(target.point());
    }

    private Ownership.Wanted wanted(ReplicaTarget replica) {
        return wiring.databases().stream()
                .filter(database -> database.name().equals(replica.id().database()))
                .map(database -> database.inPlace().ownership())
                .findFirst()
                .orElse(Ownership.Wanted.AS_FOLDER);
    }

    private DrillResult inconclusive(ReplicaTarget.Blind blind, String runId) {
        DrillResult.Phases phases = new DrillResult.Phases(0, 0, 0);
        DrillResult.Run run = new DrillResult.Run(runId, clock.instant(), phases, Cost.NONE);
        return new DrillResult(
                blind.id(), run, DrillResult.Outcome.INCONCLUSIVE, Optional.empty(), List.of(blind.finding()));
    }
}
