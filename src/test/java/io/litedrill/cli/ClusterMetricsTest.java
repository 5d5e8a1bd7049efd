package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.history.Postgres;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes with one real PostgreSQL server, and real Prometheus with the shipped rules and scrape configuration. The
 * leader is killed: a firing alert stays the same alert, and a quiet database stays quiet.
 */
class ClusterMetricsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SETTINGS = """
        listen: 127.0.0.1:%d
        token: %s
        metrics_token: %s
        home: home
        node: %s
        history: {url: '%s'}
        check: {interval: 1s}
        objectives: {rpo: 1d, rto: 1h, retention: 1d}
        databases:
        - {name: bad, replica: 'file://%s'}
        - {name: good, replica: 'file://%s'}
        """;
    private static final String GAP = "{alertname=\"LitedrillBackupGap\", database=\"bad\"}";

    @TempDir
    Path folder;

    private KilledDaemon node(String name, int port, String url) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Files.writeString(
                home.resolve("litedrill.yml"),
                SETTINGS.formatted(
                        port,
                        RunningDaemon.TOKEN,
                        PackagedDaemon.METRICS_TOKEN,
                        name,
                        url,
                        folder.resolve("bad"),
                        folder.resolve("good")));
        return KilledDaemon.start(home);
    }

    private void replicas() throws IOException {
        Instant newest = Instant.now().minusSeconds(60);
        GoldenReplica.load("ltx/basic").copyTo(folder.resolve("good"), newest);
        GoldenReplica.load("ltx/basic").copyTo(folder.resolve("bad"), newest);
        try (Stream<Path> files = Files.list(folder.resolve("bad/ltx/0"))) {
            Files.delete(files.sorted().toList().get(2));
        }
    }

    @Test
    void aFiringAlertOutlivesTheLeaderAndAQuietDatabaseStaysQuiet() throws Exception {
        replicas();
        int first = ServerProcess.freePort();
        int second = ServerProcess.freePort();
        try (Postgres postgres = Postgres.start(folder);
                MonitoringStack stack = MonitoringStack.start(folder, first, second)) {
            String url = postgres.schema().url();
            try (KilledDaemon a = node("n1", first, url);
                    KilledDaemon b = node("n2", second, url)) {
                stack.awaitFiring("LitedrillBackupGap", "bad");
                stack.awaitQuery("litedrill:replica:sound{database=\"good\"}");
                awaitBothInBoard(a, b);
                stack.awaitQuery("count(litedrill_leader) == 2 and sum(litedrill_leader) == 1");
                assertThat(stack.query("count by (database) (litedrill_objective_seconds{objective=\"rpo\"}) > 1"))
                        .as("one node exports the databases")
                        .isEmpty();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(stack.query("ALERTS{database=\"good\"}"))
                                .isEmpty());
                String since = stack.query("ALERTS_FOR_STATE" + GAP)
                        .get(0)
                        .path("value")
                        .get(1)
                        .asString();

                boolean firstLeads = leads(stack, first);
                Instant killed = Instant.now();
                (firstLeads ? a : b).kill();
                int other = firstLeads ? second : first;
                await().atMost(PATIENCE).until(() -> leads(stack, other));
                stack.awaitQuery("ALERTS{alertname=\"LitedrillNodeDown\", alertstate=\"firing\"}");
                stack.awaitQuery("litedrill_finding{database=\"bad\", code=\"gap\"}");

                assertThat(stack.query("ALERTS_FOR_STATE" + GAP)
                                .get(0)
                                .path("value")
                                .get(1)
                                .asString())
                        .as("the alert never ended")
                        .isEqualTo(since);
                assertThat(stack.webhook().received("LitedrillBackupGap", "resolved", "bad"))
                        .isFalse();
                long seconds = Duration.between(killed, Instant.now()).toSeconds() + 1;
                assertThat(stack.query("count_over_time(ALERTS{database=\"good\"}[" + seconds + "s])"))
                        .isEmpty();
                assertThat(stack.query("ALERTS{alertname=\"LitedrillDown\", alertstate=\"firing\"}"))
                        .isEmpty();
            }
        }
    }

    private static boolean leads(MonitoringStack stack, int port) {
        return !stack.query("litedrill_leader{instance=\"127.0.0.1:" + port + "\"} == 1")
                .isEmpty();
    }

    /** Each database is checked by one of the two nodes, and both show the result. */
    private static void awaitBothInBoard(KilledDaemon... nodes) {
        for (KilledDaemon node : nodes) {
            for (Map.Entry<String, String> verdict :
                    Map.of("bad", "critical", "good", "ok").entrySet()) {
                await(verdict.toString())
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(node.http()
                                        .get("/api/v1/databases/" + verdict.getKey())
                                        .body())
                                .contains("\"verdict\":\"" + verdict.getValue() + "\"")
                                .contains("\"proof\":"));
            }
        }
    }
}
