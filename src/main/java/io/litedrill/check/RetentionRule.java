package io.litedrill.check;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reports a window that is shorter than the objective, or than Litestream's own settings guarantee. A replica that is
 * younger than that cannot have a longer window and gets no finding. Without a history its age is unknown.
 */
final class RetentionRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        Duration promised = evidence.watched()
                .objectives()
                .retention()
                .orElse(evidence.watched().settings().of(evidence.layout()).guaranteed());
        Optional<Instant> start = windowStart(evidence);
        Instant mustReach = evidence.now().minus(promised);
        boolean grown = evidence.earlier()
                .firstSeen()
                .filter(seen -> seen.isBefore(mustReach))
                .isPresent();
        if (promised.isZero()
                || !grown
                || start.isEmpty()
                || ClockSkew.isFuture(start.get(), evidence.read())
                || !start.get().isAfter(mustReach)
                || isIdleSince(evidence, mustReach)) {
            return List.of();
        }
        return List.of(new Finding(
                FindingCode.RETENTION_SHORT,
                Severity.WARNING,
                FindingSentence.RETENTION_SHORT.of(Duration.between(start.get(), evidence.now()), promised),
                evidence.location(),
                Hint.text("lengthen Litestream's retention, or shorten its snapshot interval: what is guaranteed"
                        + " is their difference")));
    }

    /**
     * Returns whether nothing was written since a time, so that a restore now gives the state of that time. In layout
     * {@code wal}, the only snapshot of an idle database is rewritten under the same key, and the window begins at the
     * newest rewrite.
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

    static Optional<Instant> windowStart(Evidence evidence) {
        return evidence.scan().timeline().points().map(RecoveryPoint::time).min(Comparator.naturalOrder());
    }
}
