package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.app.ReplicaTarget;
import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaId;
import io.litedrill.litestream.Writer;
import io.litedrill.metrics.Scraped;
import io.litedrill.replica.WriterSettings;
import io.litedrill.verify.Assertion;
import io.litedrill.verify.Expect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** docs/metrics.md lists exactly the metrics of a running daemon that has done everything once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsPageTest {
    private static final Path PAGE = Path.of("docs/metrics.md");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Objectives ALL = new Objectives(
            Duration.ofDays(1),
            Optional.of(Duration.ofHours(1)),
            Duration.ofDays(2),
            Optional.of(Duration.ofDays(30)),
            Optional.of(Duration.ofDays(1)));

    private List<Row> rows;
    private Scraped scraped;

    @BeforeAll
    void scrapeADaemonThatHasDoneEverything(@TempDir Path folder) throws Exception {
        rows = rows();
        Writer.create(folder.resolve("shop.db")).close();
        ReplicaId broken = new ReplicaId("broken", "file");
        Assertion wrong = new Assertion("wrong", "SELECT 1", Expect.parse("> 1"));
        try (RunningDaemon daemon = RunningDaemon.below(
                folder,
                Samples.database("shop", live(folder)),
                Samples.database("broken", Samples.sound(broken, folder, wrong)))) {
            Http http = daemon.http();
            for (String database : List.of("shop", "broken")) {
                assertThat(http.post("/api/v1/databases/" + database + "/drills", "")
                                .statusCode())
                        .isEqualTo(202);
            }
            assertThat(http.post("/api/v1/databases/shop/restores", "{\"target\":\"file\",\"output\":\"shop.db\"}")
                            .statusCode())
                    .isEqualTo(202);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(types(http.get("/metrics").body())).isEqualTo(column(Row::type)));
            scraped = new Scraped(http.get("/metrics").body());
        }
    }

    /** Returns a replica with all objectives and an existing live file. */
    private static ReplicaTarget live(Path folder) throws Exception {
        ReplicaTarget.Visible sound = (ReplicaTarget.Visible) Samples.sound(new ReplicaId("shop", "file"), folder);
        CheckedReplica watched = sound.watched();
        Path live = folder.resolve("shop.db");
        return new ReplicaTarget.Visible(
                new CheckedReplica(watched.id(), watched.replica(), Optional.of(live), ALL, WriterSettings.DEFAULTS),
                sound.expectations());
    }

    private static Map<String, String> types(String body) {
        return new Scraped(body).types();
    }

    private Map<String, String> column(Function<Row, String> cell) {
        return rows.stream().collect(Collectors.toMap(Row::name, cell, (one, two) -> one + " twice", TreeMap::new));
    }

    @Test
    void pageListsEveryMetricWithItsType() {
        assertThat(scraped.types()).hasSizeGreaterThan(25).isEqualTo(column(Row::type));
    }

    @Test
    void pageListsTheLabelsOfEveryMetric() {
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.labels()).as(row.name()).isEqualTo(scraped.labels(row.name())));
    }

    /** A row begins with the help; further text follows it. */
    @Test
    void pageGivesTheHelpOfEveryMetric() {
        Map<String, String> help = scraped.help();

        assertThat(help.keySet()).isEqualTo(scraped.types().keySet());
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.meaning().replace("`", "")).startsWith(help.get(row.name())));
    }

    /** The unit is the suffix of the name, as Prometheus requires. */
    @Test
    void pageGivesTheUnitThatTheNameEndsIn() {
        assertThat(rows).allSatisfy(row -> assertThat(row.unit()).as(row.name()).isEqualTo(unit(row.name())));
    }

    private static String unit(String name) {
        String base = name.replaceFirst("_total$", "");
        if (base.endsWith("_timestamp_seconds")) {
            return "seconds since 1970";
        }
        return base.endsWith("_seconds") ? "seconds" : base.endsWith("_bytes") ? "bytes" : "1";
    }

    /** Reads the rows except those of clusters, because this daemon is not a cluster node. */
    private static List<Row> rows() throws Exception {
        return Files.readAllLines(PAGE).stream()
                .takeWhile(line -> !line.equals("## Clusters"))
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
