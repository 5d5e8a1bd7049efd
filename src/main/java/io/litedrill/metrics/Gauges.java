package io.litedrill.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds gauges of Litedrill itself, which exist only while their value is known. A meter cannot represent an unknown
 * value (NaN would be exported), so a gauge without a value is removed. Not safe for use by several threads.
 */
final class Gauges {
    private final MeterRegistry registry;
    private final Map<Family, Map<Tags, Cell>> cells = new EnumMap<>(Family.class);

    Gauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Sets the only series of a metric; removes it when empty. */
    void set(Family family, Optional<? extends Number> value) {
        replace(
                family,
                value.<Map<Tags, Number>>map(known -> Map.of(Tags.empty(), known))
                        .orElse(Map.of()));
    }

    /**
     * Replaces all series of a metric, keyed by their labels; removes series that are not in the
     * map.
     */
    void replace(Family family, Map<Tags, ? extends Number> values) {
        Map<Tags, Cell> known = cells.computeIfAbsent(family, key -> new HashMap<>());
        Set.copyOf(known.keySet()).stream()
                .filter(tags -> !values.containsKey(tags))
                .forEach(
                        tags -> Optional.ofNullable(known.remove(tags)).ifPresent(cell -> registry.remove(cell.gauge)));
        values.forEach((tags, value) ->
                known.computeIfAbsent(tags, key -> new Cell(registry, family, tags)).value = value.doubleValue());
    }

    /** Holds one series. */
    private static final class Cell {
        private final Gauge gauge;
        private volatile double value;

        Cell(MeterRegistry registry, Family family, Tags tags) {
            this.gauge = Gauge.builder(family.metric(), this, cell -> cell.value)
                    .description(family.help())
                    .tags(tags)
                    .strongReference(true)
                    .register(registry);
        }
    }
}
