package io.litedrill.drill;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.ContiguousPoints;
import io.litedrill.replica.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Chooses a recovery point of the window: each moment of it is as likely as any other, and means the newest point up to it. */
final class RandomPoint {
    /** A stretch of a single point has no length, and is worth a drill too. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private RandomPoint() {}

    /** One that is not the newest; empty where there is no other. The same seed and timeline give the same. */
    static Optional<RecoveryPoint> of(Timeline timeline, long seed) {
        List<RecoveryPoint> older = timeline.points()
                .filter(point -> !timeline.newest().equals(Optional.of(point)))
                .toList();
        if (older.isEmpty()) {
            return Optional.empty();
        }
        RecoveryPoint chosen = at(timeline.stretches(), new SplittableRandom(seed));
        return Optional.of(older.contains(chosen) ? chosen : older.get(older.size() - 1));
    }

    private static RecoveryPoint at(List<ContiguousPoints> stretches, SplittableRandom random) {
        long all = stretches.stream().mapToLong(RandomPoint::millis).sum();
        long place = random.nextLong(all);
        for (ContiguousPoints stretch : stretches) {
            if (place < millis(stretch)) {
                return at(stretch, stretch.first().time().plusMillis(place));
            }
            place -= millis(stretch);
        }
        return stretches.get(stretches.size() - 1).last();
    }

    private static long millis(ContiguousPoints stretch) {
        Duration length =
                Duration.between(stretch.first().time(), stretch.last().time());
        return (length.isNegative() ? LEAST : length.plus(LEAST)).toMillis();
    }

    private static RecoveryPoint at(ContiguousPoints stretch, Instant time) {
        return stretch.points().stream()
                .filter(point -> !point.time().isAfter(time))
                .reduce((older, newer) -> newer)
                .orElse(stretch.first());
    }
}
