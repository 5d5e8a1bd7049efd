package io.litedrill.metrics;

import io.litedrill.check.ReplicaId;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes the series of all replicas as the library does, one metric after the other. 10,000 replicas have half a
 * million series: the library makes several objects for each, sorts them and holds all of them at once.
 */
final class ReplicaText {
    private static final Map<Family, int[]> COUNTERS = counters();
    private static final String TOTAL = "_total";
    private static final byte[] CLOSE = TextLines.utf8("} ");
    /** The ends of the labels of a bucket. */
    private static final List<byte[]> LIMITS = DrillLengths.BOUNDS.stream()
            .map(bound -> TextLines.utf8(",le=\"" + TextLines.shown(bound) + "\"} "))
            .toList();

    private final List<Row> rows;
    private final Tags ofState;
    private final boolean openMetrics;
    private final Map<Tags, OwnLabels> labels = new HashMap<>();
    private final Map<Tags, OwnLabels> gaugeLabels = new HashMap<>();

    /**
     * Holds the values of one replica at one time.
     *
     * @param state the gauges; empty where another node of the cluster exports them
     * @param counts in the order of {@link WorkMeters#COUNTERS}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Values(ReplicaId id, Map<Family, Map<Tags, Double>> state, long[] counts, DrillLengths drills) {}

    /** Holds the values of one replica, and its two labels as text. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(Values values, byte[] database, byte[] replica) {
        static Row of(Values values) {
            return new Row(
                    values,
                    TextLines.label("database", values.id.database()),
                    TextLines.label(",replica", values.id.replica()));
        }
    }

    /**
     * Holds the other labels of a series, by their places in the order of the names.
     *
     * @param order sorts the series of one replica
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record OwnLabels(byte[] before, byte[] between, byte[] after, String order) {
        static OwnLabels of(Tags tags) {
            StringBuilder before = new StringBuilder();
            StringBuilder between = new StringBuilder();
            StringBuilder after = new StringBuilder();
            for (Tag tag : tags) {
                String text = tag.getKey() + "=\"" + TextLines.escaped(tag.getValue()) + '"';
                if (tag.getKey().compareTo("database") < 0) {
                    before.append(text).append(',');
                } else {
                    (tag.getKey().compareTo("replica") < 0 ? between : after)
                            .append(',')
                            .append(text);
                }
            }
            return new OwnLabels(
                    TextLines.utf8(before), TextLines.utf8(between), TextLines.utf8(after), tags.toString());
        }
    }

    /**
     * Takes the values.
     *
     * @param ofState the labels that all gauges have in addition
     * @param openMetrics whether the format is OpenMetrics 1.0, and not the Prometheus text format
     */
    ReplicaText(List<Values> replicas, Tags ofState, boolean openMetrics) {
        this.rows = replicas.stream().map(Row::of).toList();
        this.ofState = ofState;
        this.openMetrics = openMetrics;
    }

    private static Map<Family, int[]> counters() {
        Map<Family, int[]> counters = new EnumMap<>(Family.class);
        for (WorkMeters.Counted counter : WorkMeters.COUNTERS) {
            counters.computeIfAbsent(
                    counter.family(),
                    family -> IntStream.range(0, WorkMeters.COUNTERS.size())
                            .filter(each -> WorkMeters.COUNTERS.get(each).family() == family)
                            .boxed()
                            .sorted(Comparator.comparing(each ->
                                    WorkMeters.COUNTERS.get(each).labels().toString()))
                            .mapToInt(Integer::intValue)
                            .toArray());
        }
        return counters;
    }

    /** Writes the metrics that have a series. */
    void writeTo(OutputStream out) throws IOException {
        TextLines lines = new TextLines(out);
        if (!rows.isEmpty()) {
            for (Family family : Family.values()) {
                write(lines, family);
            }
        }
        lines.flush();
    }

    private void write(TextLines lines, Family family) throws IOException {
        int[] counters = COUNTERS.get(family);
        if (counters != null) {
            counters(lines, family, counters);
        } else if (family == Family.DRILL_DURATION) {
            lengths(lines);
        } else {
            gauges(lines, family);
        }
    }

    private void gauges(TextLines lines, Family family) throws IOException {
        byte[] name = TextLines.utf8(family.metric() + "{");
        boolean first = true;
        for (Row row : rows) {
            Map<Tags, Double> series = row.values.state.getOrDefault(family, Map.of());
            if (first && !series.isEmpty()) {
                header(lines, family, family.metric(), "gauge");
                first = false;
            }
            for (Map.Entry<Tags, Double> entry : sorted(series)) {
                begin(lines, name, row, ofGauge(entry.getKey()));
                lines.bytes(CLOSE).number(entry.getValue()).end();
            }
        }
    }

    private Iterable<Map.Entry<Tags, Double>> sorted(Map<Tags, Double> series) {
        return series.size() < 2
                ? series.entrySet()
                : series.entrySet().stream()
                        .sorted(Comparator.comparing(entry -> ofGauge(entry.getKey()).order))
                        .toList();
    }

    private void counters(TextLines lines, Family family, int[] counters) throws IOException {
        String name = family.metric();
        header(lines, family, openMetrics ? name.substring(0, name.length() - TOTAL.length()) : name, "counter");
        byte[] start = TextLines.utf8(name + "{");
        for (Row row : rows) {
            for (int counter : counters) {
                begin(lines, start, row, own(WorkMeters.COUNTERS.get(counter).labels()));
                lines.bytes(CLOSE).number((double) row.values.counts[counter]).end();
            }
        }
    }

    private void lengths(TextLines lines) throws IOException {
        String name = Family.DRILL_DURATION.metric();
        header(lines, Family.DRILL_DURATION, name, "histogram");
        byte[] bucket = TextLines.utf8(name + "_bucket{");
        byte[] count = TextLines.utf8(name + "_count{");
        byte[] sum = TextLines.utf8(name + "_sum{");
        OwnLabels none = own(Tags.empty());
        for (Row row : rows) {
            DrillLengths drills = row.values.drills;
            long all = 0;
            for (int i = 0; i < DrillLengths.BOUNDS.size(); i++) {
                all += drills.buckets().get(i);
                begin(lines, bucket, row, none);
                lines.bytes(LIMITS.get(i)).number(all).end();
            }
            begin(lines, count, row, none);
            lines.bytes(CLOSE).number(all).end();
            begin(lines, sum, row, none);
            lines.bytes(CLOSE).number(drills.seconds()).end();
        }
    }

    private void header(TextLines lines, Family family, String name, String type) throws IOException {
        String help = "# HELP " + name + " " + family.help() + "\n";
        String kind = "# TYPE " + name + " " + type + "\n";
        lines.text(openMetrics ? kind + help : help + kind);
    }

    private OwnLabels ofGauge(Tags tags) {
        return gaugeLabels.computeIfAbsent(tags, each -> OwnLabels.of(ofState.and(each)));
    }

    private OwnLabels own(Tags tags) {
        return labels.computeIfAbsent(tags, OwnLabels::of);
    }

    private static void begin(TextLines lines, byte[] name, Row row, OwnLabels own) throws IOException {
        lines.bytes(name)
                .bytes(own.before)
                .bytes(row.database)
                .bytes(own.between)
                .bytes(row.replica)
                .bytes(own.after);
    }
}
