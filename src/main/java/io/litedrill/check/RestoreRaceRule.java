package io.litedrill.check;

import io.litedrill.replica.WriterSettings;
import java.time.Duration;
import java.util.List;

/**
 * Reports a restore that takes more than a quarter of Litestream's retention. The files that it has planned to read
 * may be deleted meanwhile, and it has to start again.
 */
final class RestoreRaceRule implements Rule {
    static final int PARTS = 4;

    @Override
    public List<Finding> judge(Evidence evidence) {
        WriterSettings settings = evidence.watched().settings();
        if (!settings.deletes() || evidence.newest().isEmpty()) {
            return List.of();
        }
        Duration retention = settings.of(evidence.layout()).retention();
        return evidence
                .earlier()
                .drills()
                .flatMap(ReplicaHistory.PastDrills::speed)
                .map(speed -> Duration.ofMillis(Math.round(speed.restoreSeconds() * 1000)))
                .filter(took -> took.multipliedBy(PARTS).compareTo(retention) > 0)
                .map(took -> finding(evidence, took, retention))
                .stream()
                .toList();
    }

    private static Finding finding(Evidence evidence, Duration took, Duration retention) {
        return new Finding(
                FindingCode.RETENTION_RACES_RESTORE,
                Severity.WARNING,
                FindingSentence.RETENTION_RACES_RESTORE.of(took, retention),
                evidence.location(),
                Hint.text("lengthen Litestream's retention to at least four times the duration of a restore, or make"
                                + " restores faster. Files that a restore reads: ")
                        .then(evidence.watched().command(CommandVerb.PLAN)));
    }
}
