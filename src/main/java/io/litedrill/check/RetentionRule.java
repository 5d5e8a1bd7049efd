package io.litedrill.check;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.WriterSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Does the window reach back as far as was promised, or as far as Litestream's own settings guarantee? A replica that is younger
 * than that cannot, and is not blamed; without a memory its age is unknown.
 */
final class RetentionRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        Duration promised = evidence.watched()
                .objectives()
                .retention()
                .orElse(guaranteed(evidence.watched().settings()));
        Optional<Instant> start = windowStart(evidence);
        Instant mustReach = evidence.now().minus(promised);
        boolean grown = evidence.memory()
                .firstSeen(evidence.watched().id())
                .filter(seen -> seen.isBefore(mustReach))
                .isPresent();
        if (promised.isZero() || !grown || start.isEmpty() || !start.get().isAfter(mustReach)) {
            return List.of();
        }
        return List.of(
                new Finding(
                        FindingCode.RETENTION_SHORT,
                        Severity.WARNING,
                        "the window reaches back " + Text.duration(Duration.between(start.get(), evidence.now()))
                                + ", promised is " + Text.duration(promised),
                        evidence.location(),
                        "lengthen Litestream's retention, or shorten its snapshot interval: what is guaranteed is their difference"));
    }

    /** Retention less snapshot interval; nothing where the interval is unset, since then the window can fall to nothing. */
    static Duration guaranteed(WriterSettings settings) {
        Duration left = settings.snapshotInterval()
                .map(interval -> settings.retention().minus(interval))
                .orElse(Duration.ZERO);
        return left.isNegative() ? Duration.ZERO : left;
    }

    static Optional<Instant> windowStart(Evidence evidence) {
        return evidence.scan().timeline().points().map(RecoveryPoint::time).min(Comparator.naturalOrder());
    }
}
