package io.litedrill.replica.timeline;

import io.litedrill.replica.RecoveryPoint;
import java.util.List;
import java.util.Optional;

/**
 * Which recovery points a replica has.
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

    /** The newest recovery point, if there is one at all. */
    public Optional<RecoveryPoint> newest() {
        return spans.isEmpty()
                ? Optional.empty()
                : Optional.of(spans.get(spans.size() - 1).to());
    }
}
