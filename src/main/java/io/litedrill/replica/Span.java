package io.litedrill.replica;

/**
 * A stretch of recovery points without a hole, of one layout, first and last included.
 *
 * @param proved how many of its points are proved
 */
public record Span(RecoveryPoint from, RecoveryPoint to, ProvedPoints proved) {
    /** The layout that this stretch is in. */
    public Layout layout() {
        return to.position().layout();
    }
}
