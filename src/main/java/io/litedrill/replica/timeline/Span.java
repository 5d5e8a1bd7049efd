package io.litedrill.replica.timeline;

import io.litedrill.replica.Layout;
import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;

/**
 * Describes a range of recovery points without a hole, of one layout, first and last included.
 *
 * @param largestStep the longest time between two neighbouring recovery points; 0 for a single point
 * @param proved how many of its points are proved
 */
public record Span(RecoveryPoint from, RecoveryPoint to, Duration largestStep, ProvedPoints proved) {
    /** Returns the layout of this range. */
    public Layout layout() {
        return to.position().layout();
    }
}
