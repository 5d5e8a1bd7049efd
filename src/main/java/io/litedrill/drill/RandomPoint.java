package io.litedrill.drill;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.ContiguousPoints;
import io.litedrill.replica.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Chooses a random recovery point of the window. All moments are equally likely; a moment stands for the newest point
 * up to it.
 */
final class RandomPoint {
    /** Minimum length of a stretch. A stretch of a single point has no length and is still drilled. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private RandomPoint() {}

    /**
     * Returns a point other than the newest; empty when there is none. The result is the same for the same seed and
     * timeline.
     */
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
