package io.litedrill.metrics;

import io.litedrill.check.ReplicaId;
import io.litedrill.metrics.ReplicaText.Values;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Converts the series of all replicas to those of the library, which writes them. */
final class LibrarySeries {
    private final List<Values> replicas;
    private final Tags ofState;

    /**
     * Creates the series from the values.
     *
     * @param ofState the labels that all gauges have in addition
     */
    LibrarySeries(List<Values> replicas, Tags ofState) {
        this.replicas = List.copyOf(replicas);
        this.ofState = ofState;
    }

    /** Returns the metrics that have a series. */
    Stream<MetricSnapshot> all() {
        return replicas.isEmpty() ? Stream.of() : Arrays.stream(Family.values()).flatMap(family -> of(family).stream());
    }

    private Optional<MetricSnapshot> of(Family family) {
        if (family == Family.DRILL_DURATION) {
            return Optional.of(lengths());
        }
        return WorkMeters.COUNTERS.stream().anyMatch(counter -> counter.family() == family)
                ? Optional.of(counters(family))
                : gauges(family);
    }

    private Optional<MetricSnapshot> gauges(Family family) {
        List<GaugeDataPointSnapshot> points = new ArrayList<>();
        for (Values replica : replicas) {
            replica.state()
                    .getOrDefault(family, Map.of())
                    .forEach((tags, value) -> points.add(GaugeDataPointSnapshot.builder()
                            .value(value)
                            .labels(labels(replica.id(), ofState.and(tags)))
                            .build()));
        }
        return points.isEmpty() ? Optional.empty() : Optional.of(new GaugeSnapshot(metadata(family), points));
    }

    private MetricSnapshot counters(Family family) {
        List<CounterDataPointSnapshot> points = new ArrayList<>();
        for (Values replica : replicas) {
            for (int i = 0; i < WorkMeters.COUNTERS.size(); i++) {
                WorkMeters.Counted counter = WorkMeters.COUNTERS.get(i);
                if (counter.family() == family) {
                    points.add(CounterDataPointSnapshot.builder()
                            .value((double) replica.counts()[i])
                            .labels(labels(replica.id(), counter.labels()))
                            .build());
                }
            }
        }
        return new CounterSnapshot(metadata(family), points);
    }

    private MetricSnapshot lengths() {
        return new HistogramSnapshot(
                metadata(Family.DRILL_DURATION),
                replicas.stream()
                        .map(replica -> new HistogramDataPointSnapshot(
                                ClassicHistogramBuckets.of(
                                        DrillLengths.BOUNDS, replica.drills().buckets()),
                                replica.drills().seconds(),
                                labels(replica.id(), Tags.empty()),
                                Exemplars.EMPTY,
                                0))
                        .toList());
    }

    private static MetricMetadata metadata(Family family) {
        // the writers add the suffix of a counter
        return new MetricMetadata(family.metric().replaceFirst("_total$", ""), family.help());
    }

    private static io.prometheus.metrics.model.snapshots.Labels labels(ReplicaId id, Tags own) {
        List<String> names = new ArrayList<>(List.of("database", "replica"));
        List<String> values = new ArrayList<>(List.of(id.database(), id.replica()));
        for (Tag tag : own) {
            names.add(tag.getKey());
            values.add(tag.getValue());
        }
        return io.prometheus.metrics.model.snapshots.Labels.of(names, values);
    }
}
