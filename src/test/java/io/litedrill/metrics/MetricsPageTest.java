package io.litedrill.metrics;

import static io.litedrill.json.SampleResults.GAP;
import static io.litedrill.json.SampleResults.NOON;
import static io.litedrill.json.SampleResults.OBJECTIVES;
import static io.litedrill.json.SampleResults.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.json.SampleResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/metrics.md says what is exported, no more and no less. */
class MetricsPageTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Path PAGE = Path.of("docs/metrics.md");

    @Test
    void pageListsEveryMetricWithItsType() throws IOException {
        Map<String, String> types = rows().stream()
                .collect(Collectors.toMap(Row::name, Row::type, (one, two) -> one + " twice", TreeMap::new));

        assertThat(types).isEqualTo(scrape().types());
    }

    @Test
    void pageListsTheLabelsOfEveryMetric() throws IOException {
        Scraped scraped = scrape();

        assertThat(rows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.labels()).as(row.name()).isEqualTo(scraped.labels(row.name())));
    }

    @Test
    void everyMetricHasHelpAndEveryRowAUnitAndAMeaning() throws IOException {
        Scraped scraped = scrape();

        assertThat(scraped.help().keySet()).isEqualTo(scraped.types().keySet());
        assertThat(rows()).allSatisfy(row -> {
            assertThat(row.unit()).as(row.name()).isNotBlank();
            assertThat(row.meaning()).as(row.name()).isNotBlank();
        });
    }

    private static Scraped scrape() {
        try (Metrics metrics = new Metrics(new Monitor("0", () -> OptionalLong.of(1), () -> Map.of("waiting", 1)))) {
            metrics.register(SHOP, OBJECTIVES, MINUTE);
            metrics.checks().accept(SampleResults.check(SHOP, NOON, GAP));
            metrics.drills().accept(SampleResults.failedDrill(SHOP, "d1", NOON));
            metrics.drills().accept(SampleResults.passedDrill(SHOP, "d2", NOON));
            metrics.restores().accept(SampleResults.restored(SHOP, "r1", NOON));
            return Scraped.of(metrics);
        }
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `litedrill_"))
                .map(line -> line.split("\\|", -1))
                .map(cells -> Arrays.stream(cells).map(String::strip).toList())
                .map(cells ->
                        new Row(bare(cells.get(1)), cells.get(2), cells.get(3), labels(cells.get(4)), cells.get(5)))
                .toList();
    }

    private static List<String> labels(String cell) {
        return Arrays.stream(cell.split(","))
                .map(MetricsPageTest::bare)
                .filter(label -> !label.isEmpty())
                .sorted()
                .toList();
    }

    private static String bare(String cell) {
        return cell.replace("`", "").strip();
    }

    private record Row(String name, String type, String unit, List<String> labels, String meaning) {}
}
