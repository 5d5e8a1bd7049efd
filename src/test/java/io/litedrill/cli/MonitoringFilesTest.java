package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.FindingCode;
import io.litedrill.check.ReplicaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files for Prometheus and Alertmanager, checked by promtool and amtool and against the metrics of Litedrill. */
class MonitoringFilesTest {
    private static final Path RULES = Path.of("alerts/litedrill.rules.yml");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** The verdict, or the failed drill that it causes, already raises an alert. */
    private static final Set<String> TOLD_BY_DRILL_FAILED = Set.of("assertion-failed", "needs-application");
    /** A note raises no alert; LitedrillHistoryDown reads {@code litedrill_history_up}. */
    private static final Set<String> ALWAYS_NOTES = Set.of("history-unavailable", "files-pending");

    /** Only a restore reports it, in its result, exit code and notification; there is no metric. */
    private static final Set<String> TOLD_BY_THE_RESTORE = Set.of("cleanup-failed");

    @TempDir
    Path folder;

    @Test
    void promtoolTakesTheRules() throws Exception {
        assertSound(ToolRun.of("promtool", "check", "rules", "--lint-fatal", RULES.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alerts/litedrill.rules.test.yml",
                "alerts/litedrill.days.test.yml",
                "alerts/litedrill.cluster.test.yml"
            })
    void theRulesDoWhatTheirTestsSay(String tests) throws Exception {
        assertSound(ToolRun.of("promtool", "test", "rules", tests));
    }

    @Test
    void promtoolTakesTheExampleConfiguration() throws Exception {
        ToolRun run = ToolRun.of("promtool", "check", "config", "config/prometheus.example.yml");
        assertSound(run);
        assertThat(run.output()).contains("1 rule files found");
    }

    @Test
    void amtoolTakesTheExampleConfiguration() throws Exception {
        assertSound(ToolRun.of("amtool", "check-config", "alerts/alertmanager.example.yml"));
    }

    @Test
    void alertmanagerStartsWithTheExampleAndWarnsOfNothing() throws Exception {
        try (ServerProcess alertmanager = ServerProcess.start(
                "prometheus-alertmanager",
                folder,
                ServerProcess.freePort(),
                "--config.file=" + Path.of("alerts/alertmanager.example.yml").toAbsolutePath(),
                "--storage.path=" + folder.resolve("data"),
                "--cluster.listen-address=")) {
            assertThat(alertmanager.log().lines().filter(line -> line.contains("level=")))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("level=info"));
        }
    }

    /** The prefix distinguishes these alerts from alerts of other programs with the same name. */
    @Test
    void everyAlertAndEveryInhibitRuleNamesLitedrill() throws IOException {
        assertThat(AlertRules.names()).allMatch(name -> name.startsWith("Litedrill"));
        String inhibit = Files.readString(Path.of("alerts/alertmanager.example.yml"));
        assertThat(inhibit.substring(inhibit.indexOf("inhibit_rules:"))
                        .replaceAll("\n\\s+- '", " '")
                        .lines()
                        .filter(line -> line.contains("_matchers:")))
                .hasSize(12)
                .allMatch(line -> line.contains("'service = litedrill'") && line.matches("(?:.*?'[^']+'){2,}.*"));
    }

    @Test
    void anAlertIsOneForEachReplicaAndName() throws IOException {
        assertThat(Files.readString(RULES)).doesNotContain("replica, code)");
    }

    @Test
    void promtoolTakesWhatALiveDaemonExports() throws Exception {
        ReplicaId id = new ReplicaId("shop", "file");
        try (RunningDaemon daemon = RunningDaemon.below(folder, Samples.database("shop", Samples.sound(id, folder)))) {
            await().atMost(PATIENCE)
                    .until(() -> daemon.http().metric("litedrill_verdict{database=\"shop\",replica=\"file\"") >= 0);
            assertThat(daemon.http().post("/api/v1/databases/shop/drills", "").statusCode())
                    .isEqualTo(202);
            await().atMost(PATIENCE)
                    .until(() ->
                            daemon.http().metric("litedrill_drills_total{database=\"shop\",outcome=\"passed\"") >= 1);

            String scrape = daemon.http().get("/metrics").body();

            assertThat(scrape).contains("objective=\"check_interval\"");
            assertSound(ToolRun.withInput(scrape, "promtool", "check", "metrics"));
        }
    }

    @Test
    void everyAlertHasATestThatSeesItFire() throws IOException {
        String tests = Files.readString(Path.of("alerts/litedrill.rules.test.yml"))
                + Files.readString(Path.of("alerts/litedrill.days.test.yml"))
                + Files.readString(Path.of("alerts/litedrill.cluster.test.yml"));
        assertThat(AlertRules.names())
                .hasSizeGreaterThan(17)
                .allSatisfy(alert -> assertThat(tests)
                        .contains("alertname=\"" + alert + "\", alertstate=\"firing\"")
                        .contains("- alertname: " + alert));
    }

    @Test
    void everyFindingIsReportedByAnAlert() throws IOException {
        Set<String> codes = Pattern.compile("code=~?\"([a-z|-]+)\"")
                .matcher(Files.readString(RULES))
                .results()
                .map(MatchResult::group)
                .map(match -> match.substring(match.indexOf('"') + 1, match.length() - 1))
                .flatMap(match -> List.of(match.split("\\|", -1)).stream())
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> known = Arrays.stream(FindingCode.values())
                .map(FindingCode::wire)
                .collect(Collectors.toCollection(TreeSet::new));
        known.removeAll(TOLD_BY_DRILL_FAILED);
        known.removeAll(TOLD_BY_THE_RESTORE);
        known.removeAll(ALWAYS_NOTES);
        assertThat(codes).isEqualTo(known);
    }

    @Test
    void everyMetricInTheRulesIsDocumented() throws IOException {
        String page = Files.readString(Path.of("docs/metrics.md"));
        Set<String> metrics = Pattern.compile("\\blitedrill_[a-z_]+\\b")
                .matcher(Files.readString(RULES))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(metrics)
                .hasSizeGreaterThan(8)
                .allSatisfy(metric -> assertThat(page).contains("| `" + metric + "` |"));
    }

    private static void assertSound(ToolRun run) {
        assertThat(run.exitCode()).as(run.output()).isZero();
    }
}
