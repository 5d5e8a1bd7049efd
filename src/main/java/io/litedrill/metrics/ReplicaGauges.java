package io.litedrill.metrics;

import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Holds the gauges of one replica, by metric and by the labels that the other replicas do not have. A gauge exists only
 * while its value is known. Micrometer's meters would take ten times the memory. Not safe for use by several threads.
 */
final class ReplicaGauges {
    private final Map<Family, Map<Tags, Double>> values = new EnumMap<>(Family.class);

    /** Sets the only series of a metric; removes it when empty. */
    void set(Family family, Optional<? extends Number> value) {
        replace(
                family,
                value.<Map<Tags, Number>>map(known -> Map.of(Tags.empty(), known))
                        .orElse(Map.of()));
    }

    /** Replaces all series of a metric; removes series that are not in the map. */
    void replace(Family family, Map<Tags, ? extends Number> wanted) {
        if (wanted.isEmpty()) {
            values.remove(family);
            return;
        }
        Map<Tags, Double> series = new HashMap<>();
        wanted.forEach((tags, value) -> series.put(tags, value.doubleValue()));
        values.put(family, Map.copyOf(series));
    }

    /** Returns the present values, which no later change affects. */
    Map<Family, Map<Tags, Double>> copy() {
        return new EnumMap<>(values);
    }
}
