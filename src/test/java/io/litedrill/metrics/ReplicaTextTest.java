package io.litedrill.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.Seeded;
import io.litedrill.check.ReplicaId;
import io.litedrill.metrics.ReplicaText.Values;
import io.micrometer.core.instrument.Tags;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The text is that of the library, which is far slower. */
class ReplicaTextTest {
    private static final List<String> NAMES =
            List.of("shop", "größe", "a\"b\\c\nd", "", "\\", "tab\tand {braces}, \ud83d\ude00");
    private static final List<Double> VALUES = List.of(
            0.0,
            -0.0,
            1.0,
            -3.5,
            1e-9,
            12_345_678.25,
            1.7959e9,
            1e300,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE);

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    private static Values values(int number, Random random) {
        Map<Family, Map<Tags, Double>> state = new EnumMap<>(Family.class);
        for (Family family : List.of(Family.LAG, Family.VERDICT, Family.FINDING, Family.LAST_RESTORE_ORIGIN)) {
            Map<Tags, Double> series = new HashMap<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                series.put(Tags.of("code", "c" + i, "severity", any(NAMES, random)), any(VALUES, random));
                series.put(Tags.of("requested_by", any(NAMES, random), "le_other", "1"), any(VALUES, random));
            }
            state.put(family, Map.copyOf(series));
        }
        long[] counts = random.longs(WorkMeters.COUNTERS.size(), 0, 1L << 50).toArray();
        DrillLengths drills = DrillLengths.NONE;
        for (int i = random.nextInt(5); i > 0; i--) {
            drills = drills.with(random.nextDouble() * 20_000);
        }
        return new Values(new ReplicaId(any(NAMES, random) + number, any(NAMES, random)), state, counts, drills);
    }

    private static List<String> text(List<Values> replicas, Tags ofState, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ReplicaText(replicas, ofState, format.equals(Exposition.OPEN_METRICS)).writeTo(out);
        return out.toString(UTF_8).lines().sorted().toList();
    }

    private static List<String> ofLibrary(List<Values> replicas, Tags ofState, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Exposition.write(
                format,
                new MetricSnapshots(new LibrarySeries(replicas, ofState).all().toList()),
                out);
        return out.toString(UTF_8)
                .lines()
                .filter(line -> !line.equals("# EOF"))
                .sorted()
                .toList();
    }

    @Seeded
    void theSameTextAsThatOfTheLibrary(long seed) throws IOException {
        Random random = new Random(seed);
        List<Values> replicas = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(10); i++) {
            replicas.add(values(i, random));
        }
        for (Tags ofState : List.of(Tags.empty(), Tags.of("cluster", any(NAMES, random)))) {
            for (String format : List.of(Exposition.TEXT, Exposition.OPEN_METRICS)) {
                assertThat(text(replicas, ofState, format)).isEqualTo(ofLibrary(replicas, ofState, format));
            }
        }
    }

    /** A label may be longer than the buffer. */
    @Test
    void aLongNameIsWritten() throws IOException {
        Values longName = new Values(
                new ReplicaId("x".repeat(70_000), "s3"),
                Map.of(),
                new long[WorkMeters.COUNTERS.size()],
                DrillLengths.NONE);

        assertThat(text(List.of(longName), Tags.empty(), Exposition.TEXT))
                .isEqualTo(ofLibrary(List.of(longName), Tags.empty(), Exposition.TEXT));
    }

    @Test
    void noReplicaHasNoText() throws IOException {
        assertThat(text(List.of(), Tags.empty(), Exposition.TEXT)).isEmpty();
    }
}
