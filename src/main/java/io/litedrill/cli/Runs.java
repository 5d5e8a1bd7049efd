package io.litedrill.cli;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Checker;
import io.litedrill.check.Cost;
import io.litedrill.drill.DrillResult;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Runs checks and drills of replicas, those that cannot be read among them. Keeps nothing: that is for whoever asked. */
final class Runs {
    private final Wiring wiring;
    private final InstantSource clock;

    Runs(Wiring wiring) {
        this.wiring = wiring;
        this.clock = wiring.clock();
    }

    /** As {@link Checker#check}. */
    CheckResult check(WatchedReplica replica) {
        if (replica instanceof WatchedReplica.Visible visible) {
            return wiring.checker().check(visible.watched());
        }
        WatchedReplica.Blind blind = (WatchedReplica.Blind) replica;
        CheckResult.Run run = new CheckResult.Run(clock.instant(), Cost.NONE);
        return Checker.blind(blind.id(), run, blind.objectives(), List.of(blind.finding()));
    }

    /** What a drill of a replica that cannot be read comes to. */
    DrillResult inconclusive(WatchedReplica.Blind blind, String runId) {
        DrillResult.Phases phases = new DrillResult.Phases(0, 0, 0);
        DrillResult.Run run = new DrillResult.Run(runId, clock.instant(), phases, Cost.NONE);
        return new DrillResult(
                blind.id(), run, DrillResult.Outcome.INCONCLUSIVE, Optional.empty(), List.of(blind.finding()));
    }
}
