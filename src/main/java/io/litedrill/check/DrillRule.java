package io.litedrill.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports an overdue drill, and a restore that took longer than the RTO. */
final class DrillRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        Optional<ReplicaHistory.PastDrills> drills = evidence.earlier().drills();
        List<Finding> findings = new ArrayList<>();
        overdue(evidence, drills.flatMap(ReplicaHistory.PastDrills::lastPassed)).ifPresent(findings::add);
        drills.flatMap(ReplicaHistory.PastDrills::speed)
                .flatMap(speed -> RestoreTime.slow(evidence.watched(), speed.restoreSeconds()))
                .ifPresent(findings::add);
        return findings;
    }

    private static Optional<Finding> overdue(Evidence evidence, Optional<Instant> passed) {
        Optional<Instant> since = passed.or(() -> evidence.earlier().firstSeen());
        Duration promised = evidence.watched().objectives().drillAge();
        return since.map(time -> Duration.between(time, evidence.now()))
                .filter(age -> age.compareTo(promised) > 0)
                .map(age -> new Finding(
                        FindingCode.DRILL_OVERDUE,
                        Severity.WARNING,
                        passed.isPresent()
                                ? FindingSentence.DRILL_OVERDUE.of(age, promised)
                                : FindingSentence.NEVER_DRILLED.of(age),
                        evidence.location(),
                        Hint.text("drill it now: ").then(evidence.watched().command(CommandVerb.DRILL))));
    }
}
