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
 * Gauges that share some labels, and are there only while their value is known. A meter cannot say "not known" (NaN would be
 * exported), so one without a value is removed. Not for several threads.
 */
final class Gauges {
    private final MeterRegistry registry;
    private final Tags shared;
    private final Map<Family, Map<Tags, Cell>> cells = new EnumMap<>(Family.class);

    Gauges(MeterRegistry registry, Tags shared) {
        this.registry = registry;
        this.shared = shared;
    }

    /** The only series of a metric; removed when empty. */
    void set(Family family, Optional<? extends Number> value) {
        replace(
                family,
                value.<Map<Tags, Number>>map(known -> Map.of(Tags.empty(), known))
                        .orElse(Map.of()));
    }

    /** All series of a metric, by the labels that they do not share; what was there before and is not now is removed. */
    void replace(Family family, Map<Tags, ? extends Number> values) {
        Map<Tags, Cell> known = cells.computeIfAbsent(family, key -> new HashMap<>());
        Set.copyOf(known.keySet()).stream()
                .filter(tags -> !values.containsKey(tags))
                .forEach(
                        tags -> Optional.ofNullable(known.remove(tags)).ifPresent(cell -> registry.remove(cell.gauge)));
        values.forEach((tags, value) ->
                known.computeIfAbsent(tags, key -> new Cell(registry, family, shared.and(tags))).value =
                        value.doubleValue());
    }

    /** Removes all. */
    void clear() {
        Set.copyOf(cells.keySet()).forEach(family -> replace(family, Map.of()));
    }

    /** One series. */
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
