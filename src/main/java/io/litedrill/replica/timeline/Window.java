package io.litedrill.replica.timeline;

import io.litedrill.replica.RecoveryPoint;
import java.util.List;
import java.util.Optional;

/**
 * Holds the recovery points of a replica as spans and gaps.
 *
 * @param spans oldest first
 * @param gaps oldest first
 */
public record Window(List<Span> spans, List<Gap> gaps) {
    /** Copies the lists. */
    public Window {
        spans = List.copyOf(spans);
        gaps = List.copyOf(gaps);
    }

    /** Returns the newest recovery point; empty without any. */
    public Optional<RecoveryPoint> newest() {
        return spans.isEmpty()
                ? Optional.empty()
                : Optional.of(spans.get(spans.size() - 1).to());
    }
}
