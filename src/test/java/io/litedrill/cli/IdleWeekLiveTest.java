package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.CheckResult;
import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Checker;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillBench;
import io.litedrill.drill.DrillOrder;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Driller;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.Retention;
import io.litedrill.history.SqliteHistory;
import io.litedrill.litestream.LitestreamProcess;
import io.litedrill.litestream.Replicate;
import io.litedrill.litestream.Writer;
import io.litedrill.metrics.Metrics;
import io.litedrill.metrics.Monitor;
import io.litedrill.metrics.Scraped;
import io.litedrill.replica.Point;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.StorageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A database that real Litestream replicated and that has no writes for a week of simulated time: checked each hour,
 * drilled each day. Its metrics match the assumptions of alerts/litedrill.days.test.yml, and no rule is even pending
 * on the recording.
 */
class IdleWeekLiveTest {
    private static final Monitor.Configuration READ =
            new Monitor.Configuration(true, Instant.parse("2026-11-01T12:00:00Z"));

    private static final Duration STEP = Duration.ofHours(1);
    private static final int HOURS = 7 * 24;
    private static final Monitor.History WRITTEN = new Monitor.History(true, 0, 0);
    private static final ReplicaId ID = new ReplicaId("app", "file");
    private static final Objectives OBJECTIVES = new Objectives(
            Duration.ofMinutes(5), Optional.empty(), Duration.ofDays(2), Optional.empty(), Optional.empty());

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final InstantSource clock = now::get;
    private final ReadingCache cache = new ReadingCache(10_000);

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void noAlertIsEvenPending(String version) throws Exception {
        Recording recording = new Recording();
        try (Writer writer = Writer.create(folder.resolve("app.db"));
                HistoryStore history = SqliteHistory.open(folder.resolve("home"), Retention.DEFAULT, clock);
                Metrics metrics = new Metrics(
                        new Monitor("0", () -> OptionalLong.of(1L << 40), Map::of, () -> READ, () -> WRITTEN))) {
            metrics.register(ID, OBJECTIVES, STEP);
            replicate(version, writer);
            // later events have times after the last upload
            now.set(Instant.now().plusSeconds(60));
            for (int hour = 0; hour < HOURS; hour++) {
                live(version, hour, history, metrics);
                recording.add(Scraped.body(metrics.scrape("")));
                now.updateAndGet(time -> time.plus(STEP));
            }
        }
        assertThat(recording.values("litedrill_lag_seconds{")).containsOnly("0.0");
        assertThat(recording.values("litedrill_verdict{database=\"app\",replica=\"file\",verdict=\"ok\""))
                .containsOnly("1.0");
        // a rewritten snapshot is a newer recovery point with the same state
        assertThat(recording.values("litedrill_recovery_point_timestamp_seconds{"))
                .hasSize(version.startsWith("0.3.") ? 7 : 1);
        assertThat(recording.values("litedrill_window_gaps{")).containsOnly("0.0");
        assertThat(recording.values("litedrill_last_passed_drill_timestamp_seconds{"))
                .hasSize(7);
        assertThat(recording.values("litedrill_finding{")).isEmpty();
        assertNoAlert(recording);
    }

    private void replicate(String version, Writer writer) throws Exception {
        Replicate replicate = Replicate.toFolder(version, folder.resolve("app.db"), folder.resolve("replica"));
        try (LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("litestream"))) {
            for (int i = 0; i < 20; i++) {
                writer.transfer();
            }
            await("no lag").atMost(LitestreamProcess.PATIENCE).until(() -> {
                now.set(Instant.now());
                return check().seen().lag().equals(Optional.of(Duration.ZERO))
                        && check().findings().isEmpty();
            });
            litestream.kill();
        }
    }

    private void live(String version, int hour, HistoryStore history, Metrics metrics) throws IOException {
        if (hour % 24 == 0) {
            if (version.startsWith("0.3.")) {
                rewriteSnapshots();
            }
            DrillResult drill = new Driller(folder.resolve("scratch"), cache, clock)
                    .drill(
                            new DrillOrder("day-" + hour / 24, watched(), new Point.Newest(), DrillBench.SOUND),
                            RestoreListener.NONE);
            assertThat(drill.outcome()).as(drill.toString()).isEqualTo(DrillResult.Outcome.PASSED);
            history.drills().accept(drill);
            metrics.drills().accept(drill);
        }
        CheckResult check = new Checker(history.replicas(), cache, clock).check(watched());
        assertThat(check.findings()).as("hour " + hour).isEmpty();
        history.checks().accept(check);
        metrics.checks().accept(check);
    }

    /**
     * Rewrites the only snapshot under its own key, as Litestream 0.3 does for an idle database when retention
     * requires one.
     */
    private void rewriteSnapshots() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("replica"))) {
            for (Path snapshot : files.filter(path -> path.toString().endsWith(".snapshot.lz4"))
                    .toList()) {
                Files.setLastModifiedTime(
                        snapshot, FileTime.from(clock.instant().minusSeconds(30)));
            }
        }
    }

    private CheckResult check() {
        return new Checker(ReplicaHistory.NONE, cache, clock).check(watched());
    }

    private CheckedReplica watched() {
        Replica replica = new Replica(new FileObjectStore(folder, StorageListener.NONE), "replica");
        return new CheckedReplica(
                ID, replica, Optional.of(folder.resolve("app.db")), OBJECTIVES, WriterSettings.DEFAULTS);
    }

    private void assertNoAlert(Recording recording) throws Exception {
        Path tests = folder.resolve("idle.test.yml");
        Files.writeString(
                tests,
                recording.promtoolTest(Path.of("alerts/litedrill.rules.yml").toAbsolutePath()));

        ToolRun run = ToolRun.of("promtool", "test", "rules", tests.toString());

        assertThat(run.exitCode()).as(run.output()).isZero();
    }

    /** A recording of series. Its time begins at 0 for promtool, so the times of events are shifted. */
    private static final class Recording {
        private static final int SAMPLES = 15;
        private static final int MINUTES = 4;

        private final List<Map<String, String>> hours = new ArrayList<>();

        void add(String scrape) {
            Map<String, String> series = new TreeMap<>();
            scrape.lines()
                    .filter(line -> line.startsWith("litedrill_"))
                    .forEach(line -> series.put(
                            line.substring(0, line.lastIndexOf(' ')), line.substring(line.lastIndexOf(' ') + 1)));
            hours.add(series);
        }

        /** Returns the distinct values of a series. */
        List<String> values(String start) {
            return hours.stream()
                    .flatMap(hour -> hour.entrySet().stream())
                    .filter(entry -> entry.getKey().startsWith(start))
                    .map(Map.Entry::getValue)
                    .distinct()
                    .toList();
        }

        String promtoolTest(Path rules) {
            double start = hours.stream()
                    .flatMap(hour -> hour.entrySet().stream())
                    .filter(entry -> entry.getKey().startsWith("litedrill_last_check_timestamp_seconds"))
                    .mapToDouble(entry -> Double.parseDouble(entry.getValue()))
                    .min()
                    .orElseThrow();
            StringBuilder yaml =
                    new StringBuilder("rule_files: [%s]\nevaluation_interval: %dm\ntests:\n  - interval: %dm\n"
                            .formatted(rules, MINUTES, MINUTES));
            yaml.append("    input_series:\n");
            append(yaml, "up{job=\"litedrill\", instance=\"a\"}", "1+0x%d".formatted(SAMPLES * HOURS - 1));
            hours.stream()
                    .flatMap(hour -> hour.keySet().stream())
                    .distinct()
                    .sorted()
                    .forEach(series -> append(yaml, labelled(series), samples(series, start)));
            return yaml + """
                    promql_expr_test:
                      - expr: count(litedrill_verdict{verdict="ok"} == 1)
                        eval_time: 167h
                        exp_samples: [{labels: '{}', value: 1}]
                      - expr: count(count_over_time(ALERTS[8d]))
                        eval_time: 168h
                        exp_samples: []
                """;
        }

        private static void append(StringBuilder yaml, String series, String values) {
            yaml.append("      - series: '%s'\n        values: '%s'\n".formatted(series, values));
        }

        private static String labelled(String series) {
            String ours = "job=\"litedrill\",instance=\"a\"";
            return series.contains("{") ? series.replace("{", "{" + ours + ",") : series + "{" + ours + "}";
        }

        private String samples(String series, double start) {
            StringBuilder samples = new StringBuilder();
            for (Map<String, String> hour : hours) {
                Optional<Double> value = Optional.ofNullable(hour.get(series)).map(Double::parseDouble);
                samples.append(value.map(known -> series.contains("_timestamp_seconds") ? known - start : known)
                        .map(known -> "%.3f+0x%d ".formatted(known, SAMPLES - 1))
                        .orElse("stale _x" + (SAMPLES - 1) + " "));
            }
            return samples.toString().strip();
        }
    }
}
