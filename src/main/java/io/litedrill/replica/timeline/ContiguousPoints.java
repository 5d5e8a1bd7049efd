package io.litedrill.replica.timeline;

import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Recovery points that follow one another without a hole, one by one.
 *
 * @param points oldest first, at least one
 */
public record ContiguousPoints(List<RecoveryPoint> points) {
    /** Copies the list. */
    public ContiguousPoints {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a stretch has at least one recovery point");
        }
    }

    /** The oldest. */
    public RecoveryPoint first() {
        return points.get(0);
    }

    /** The newest. */
    public RecoveryPoint last() {
        return points.get(points.size() - 1);
    }

    /** Whether a time lies between its earliest and its latest; those are its ends, unless the clock was set back meanwhile. */
    public boolean isAround(Instant time) {
        return points.stream().anyMatch(point -> !point.time().isAfter(time))
                && points.stream().anyMatch(point -> !point.time().isBefore(time));
    }

    /** Its two ends, the largest step between them, and how many of its points are proved. */
    public Span span(ProvedPoints proved) {
        return new Span(first(), last(), largestStep(), proved);
    }

    /** By time, which need not be the order of replay. */
    private Duration largestStep() {
        List<Instant> times = points.stream().map(RecoveryPoint::time).sorted().toList();
        Duration largest = Duration.ZERO;
        for (int i = 1; i < times.size(); i++) {
            Duration step = Duration.between(times.get(i - 1), times.get(i));
            largest = step.compareTo(largest) > 0 ? step : largest;
        }
        return largest;
    }
}
