package io.litedrill.replica.timeline;

import io.litedrill.replica.Layout;
import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;

/**
 * A stretch of recovery points without a hole, of one layout, first and last included.
 *
 * @param largestStep the longest time between two neighbouring recovery points; 0 for a single one
 * @param proved how many of its points are proved
 */
public record Span(RecoveryPoint from, RecoveryPoint to, Duration largestStep, ProvedPoints proved) {
    /** The layout that this stretch is in. */
    public Layout layout() {
        return to.position().layout();
    }
}
