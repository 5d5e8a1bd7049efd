package io.litedrill.metrics;

import static io.litedrill.json.SampleResults.NOON;
import static io.litedrill.json.SampleResults.OBJECTIVES;
import static io.litedrill.json.SampleResults.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.json.SampleResults;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {
    private static final Monitor.Configuration READ =
            new Monitor.Configuration(true, Instant.parse("2026-11-01T12:00:00Z"));

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/openmetrics-text",
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
                "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
                        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
                "Application/OpenMetrics-Text, text/plain"
            })
    void openMetricsWhereTheClientPrefersIt(String accept) {
        assertThat(Exposition.contentType(accept))
                .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                ",;,",
                "text/html,application/xhtml+xml",
                "text/plain;version=0.0.4",
                "text/plain;q=0.6, application/openmetrics-text;q=0.5",
                "application/openmetrics-text;q=0",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
            })
    void textOtherwise(String accept) {
        assertThat(Exposition.contentType(accept)).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void bothFormatsSayTheSame() {
        try (Metrics metrics = new Metrics(
                new Monitor("0.1.0", OptionalLong::empty, Map::of, () -> READ, () -> Monitor.History.NONE))) {
            metrics.register(SHOP, OBJECTIVES, MINUTE);
            metrics.checks().accept(SampleResults.check(SHOP, NOON));
            metrics.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON));
            Exposition textScrape = metrics.scrape("");
            Exposition openScrape = metrics.scrape("application/openmetrics-text");
            String text = Scraped.body(textScrape);
            String openMetrics = Scraped.body(openScrape);

            assertThat(textScrape.contentType()).startsWith("text/plain; version=0.0.4");
            assertThat(openScrape.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
            assertThat(openMetrics).endsWith("# EOF\n").contains("# TYPE litedrill_checks counter\n");
            assertThat(text).doesNotContain("# EOF").contains("# TYPE litedrill_checks_total counter\n");
            assertThat(new Scraped(openMetrics).all()).isEqualTo(new Scraped(text).all());
        }
    }
}
