package io.litedrill.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus and a real Alertmanager with the shipped files, and a webhook as receiver. Only times, addresses
 * and paths in the files are changed, by replacing text: waiting times become seconds, and ranges of 15 minutes
 * become 10 seconds.
 */
final class MonitoringStack implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Webhook webhook;
    private final ServerProcess alertmanager;
    private final ServerProcess prometheus;

    private MonitoringStack(Webhook webhook, ServerProcess alertmanager, ServerProcess prometheus) {
        this.webhook = webhook;
        this.alertmanager = alertmanager;
        this.prometheus = prometheus;
    }

    /**
     * Starts both; Litedrill need not run yet.
     *
     * @param litedrills their ports; each requires {@link PackagedDaemon#METRICS_TOKEN}
     */
    static MonitoringStack start(Path folder, int... litedrills) throws IOException {
        Webhook webhook = Webhook.start();
        int alertmanagerPort = ServerProcess.freePort();
        ServerProcess alertmanager = alertmanager(folder.resolve("alertmanager"), alertmanagerPort, webhook);
        ServerProcess prometheus = prometheus(folder.resolve("prometheus"), litedrills, alertmanagerPort);
        return new MonitoringStack(webhook, alertmanager, prometheus);
    }

    private static ServerProcess alertmanager(Path folder, int port, Webhook webhook) throws IOException {
        String shipped = Files.readString(Path.of("alerts/alertmanager.example.yml"));
        String config = replaced(shipped, "http://127\\.0\\.0\\.1:9099/alerts", webhook.url());
        config = replaced(config, "group_wait: 30s", "group_wait: 0s");
        config = replaced(config, "group_interval: \\w+", "group_interval: 1s");
        Path file = Files.writeString(Files.createDirectories(folder).resolve("alertmanager.yml"), config);
        return ServerProcess.start(
                "prometheus-alertmanager",
                folder,
                port,
                "--config.file=" + file,
                "--storage.path=" + folder.resolve("data"),
                "--cluster.listen-address=");
    }

    private static ServerProcess prometheus(Path folder, int[] litedrills, int alertmanager) throws IOException {
        Files.createDirectories(folder);
        Path rules = Files.writeString(folder.resolve("rules.yml"), shortRules());
        Path token = Files.writeString(folder.resolve("token"), PackagedDaemon.METRICS_TOKEN);
        String config = Files.readString(Path.of("config/prometheus.example.yml"));
        config = replaced(config, "\\.\\./alerts/litedrill\\.rules\\.yml", rules.toString());
        config = replaced(config, "(scrape|evaluation)_interval: \\w+", "$1_interval: 1s");
        config = replaced(config, "127\\.0\\.0\\.1:8377", targets(litedrills));
        config = replaced(config, "#(authorization:|  credentials_file:)", "$1");
        config = replaced(config, "/etc/prometheus/litedrill-metrics-token", token.toString());
        config = replaced(config, "127\\.0\\.0\\.1:9093", "127.0.0.1:" + alertmanager);
        Path file = Files.writeString(folder.resolve("prometheus.yml"), config);
        return ServerProcess.start(
                "prometheus",
                folder,
                ServerProcess.freePort(),
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("data"));
    }

    private static String targets(int... litedrills) {
        return Arrays.stream(litedrills).mapToObj(port -> "127.0.0.1:" + port).collect(Collectors.joining(", "));
    }

    /** Returns the shipped rules with every {@code for}, range and interval in seconds. */
    static String shortRules() throws IOException {
        String rules = Files.readString(Path.of("alerts/litedrill.rules.yml"));
        rules = replaced(rules, "for: [0-9]+[mh]\n", "for: 2s\n");
        rules = replaced(rules, "\\[15m]", "[10s]");
        return replaced(rules, "interval: 1m\n", "interval: 1s\n");
    }

    private static String replaced(String text, String pattern, String replacement) {
        String changed = text.replaceAll(pattern, replacement);
        if (changed.equals(text)) {
            throw new IllegalStateException("the shipped file no longer has: " + pattern);
        }
        return changed;
    }

    Webhook webhook() {
        return webhook;
    }

    Http prometheus() {
        return prometheus.http();
    }

    /** Returns the result of a query from Prometheus. */
    List<JsonNode> query(String promql) {
        JsonNode answer = JsonMapper.shared()
                .readTree(prometheus()
                        .get("/api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8))
                        .body());
        if (!answer.path("status").asString().equals("success")) {
            throw new IllegalStateException(promql + ": " + answer);
        }
        return StreamSupport.stream(answer.path("data").path("result").spliterator(), false)
                .toList();
    }

    /** Waits until a query has a result. */
    void awaitQuery(String promql) {
        await(promql).atMost(SOON).pollInterval(POLL).until(() -> !query(promql).isEmpty());
    }

    /** Waits until an alert of a database fires in Prometheus. */
    void awaitFiring(String alert, String database) {
        awaitQuery("ALERTS{alertstate=\"firing\", alertname=\"" + alert + "\", database=\"" + database + "\"}");
    }

    /** Waits until the webhook receives an alert. */
    void awaitReceived(String alert, String status, String database) {
        await(alert + " " + status + " " + database)
                .atMost(SOON)
                .pollInterval(POLL)
                .until(() -> webhook.received(alert, status, database));
    }

    /** Returns whether Alertmanager inhibits an alert because of another one. */
    boolean isMuted(String alert, String database) {
        JsonNode alerts = JsonMapper.shared()
                .readTree(alertmanager
                        .http()
                        .get("/api/v2/alerts?active=true&inhibited=true")
                        .body());
        return StreamSupport.stream(alerts.spliterator(), false)
                .filter(one -> one.path("labels").path("alertname").asString().equals(alert))
                .filter(one -> one.path("labels").path("database").asString("").equals(database))
                .anyMatch(one -> one.path("status").path("state").asString().equals("suppressed"));
    }

    void awaitMuted(String alert, String database) {
        await(alert + " " + database + " muted").atMost(SOON).pollInterval(POLL).until(() -> isMuted(alert, database));
    }

    @Override
    public void close() {
        prometheus.close();
        alertmanager.close();
        webhook.close();
    }
}
