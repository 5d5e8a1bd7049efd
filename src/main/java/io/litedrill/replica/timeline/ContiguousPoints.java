package io.litedrill.replica.timeline;

import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Holds consecutive recovery points without a hole.
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

    /** Returns the oldest point. */
    public RecoveryPoint first() {
        return points.get(0);
    }

    /** Returns the newest point. */
    public RecoveryPoint last() {
        return points.get(points.size() - 1);
    }

    /**
     * Returns whether a time lies between the earliest and the latest time; these are the ends, unless the clock was
     * set back.
     */
    public boolean isAround(Instant time) {
        return points.stream().anyMatch(point -> !point.time().isAfter(time))
                && points.stream().anyMatch(point -> !point.time().isBefore(time));
    }

    /** Returns the span: its two ends, the largest step between its points, and how many of them are proved. */
    Span span(ProvedPoints proved, boolean trusted) {
        return new Span(first(), last(), largestStep(), proved, trusted);
    }

    /** Returns the largest step by time, which need not be the order of replay. */
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
