package io.litedrill.replica.timeline;

import io.litedrill.replica.Layout;
import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;

/**
 * Describes a range of recovery points without a hole, of one layout, first and last included.
 *
 * @param largestStep the longest time between two neighbouring recovery points; 0 for a single point
 * @param proved how many of its points are proved
 * @param trusted false when its points lack writes that Litestream has skipped
 */
public record Span(RecoveryPoint from, RecoveryPoint to, Duration largestStep, ProvedPoints proved, boolean trusted) {
    /** Creates a span of points without skipped writes. */
    public Span(RecoveryPoint from, RecoveryPoint to, Duration largestStep, ProvedPoints proved) {
        this(from, to, largestStep, proved, true);
    }

    /** Returns the layout of this range. */
    public Layout layout() {
        return to.position().layout();
    }
}
