package io.litedrill.check;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalPosition;
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
        if (promised.isZero()
                || !grown
                || start.isEmpty()
                || ClockSkew.isFuture(start.get(), evidence.now())
                || !start.get().isAfter(mustReach)
                || isIdleSince(evidence, mustReach)) {
            return List.of();
        }
        return List.of(
                new Finding(
                        FindingCode.RETENTION_SHORT,
                        Severity.WARNING,
                        "the window reaches back " + Format.duration(Duration.between(start.get(), evidence.now()))
                                + ", promised is " + Format.duration(promised),
                        evidence.location(),
                        "lengthen Litestream's retention, or shorten its snapshot interval: what is guaranteed is their difference"));
    }

    /**
     * Whether nothing was written since then, so that what is restored now is what stood then. The only snapshot of an idle
     * database is written again and again under its own key in layout {@code wal}, and the window begins at its newest time.
     */
    private static boolean isIdleSince(Evidence evidence, Instant time) {
        return evidence.newest()
                .map(RecoveryPoint::position)
                .filter(WalPosition.class::isInstance)
                .map(WalPosition.class::cast)
                .flatMap(position -> evidence.scan().inventory().generations().stream()
                        .filter(generation -> generation.id().equals(position.generation()))
                        .flatMap(generation -> generation.segments().stream())
                        .map(ReplicaFile::time)
                        .max(Comparator.naturalOrder()))
                .filter(written -> !written.isAfter(time))
                .isPresent();
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
