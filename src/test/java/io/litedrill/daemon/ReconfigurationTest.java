package io.litedrill.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.cli.RunningDaemon;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that is read again while the daemon runs. */
class ReconfigurationTest {
    private static final String SETTINGS = "listen: 127.0.0.1:0\nhome: home\ncheck: {interval: 1s}\n";
    private static final String RELOADED = "litedrill_config_last_reload_successful";

    @TempDir
    Path folder;

    @BeforeEach
    void copyReplicas() throws IOException {
        Instant newest = Instant.now().minusSeconds(60);
        GoldenReplica.load("wal/basic").copyTo(folder.resolve("first"), newest);
        GoldenReplica.load("ltx/basic").copyTo(folder.resolve("second"), newest);
    }

    private void configured(String... databases) throws IOException {
        StringBuilder text =
                new StringBuilder(SETTINGS).append(databases.length == 0 ? "databases: []\n" : "databases:\n");
        for (String name : databases) {
            text.append("  - {name: ")
                    .append(name)
                    .append(", replica: {type: file, path: ")
                    .append(name)
                    .append("}}\n");
        }
        Files.writeString(folder.resolve("litedrill.yml"), text);
    }

    private static double checks(RunningDaemon daemon, String database) {
        return daemon.http()
                .metric("litedrill_checks_total{database=\"" + database + "\",replica=\"file\",verdict=\"ok\"}");
    }

    private static JsonObject readiness(RunningDaemon daemon) {
        return JsonObject.parse(daemon.http().get("/readyz").body())
                .object("components")
                .flatMap(components -> components.object("configuration"))
                .orElseThrow();
    }

    @Test
    void databasesComeAndGoWhileTheOthersGoOn() throws Exception {
        configured("first");
        try (RunningDaemon daemon = RunningDaemon.of(folder)) {
            Reconfiguration reconfiguration = daemon.reconfiguration(folder);
            await().atMost(Duration.ofSeconds(30)).until(() -> checks(daemon, "first") > 0);
            double before = checks(daemon, "first");

            configured("first", "second");
            reconfiguration.reload();
            await().atMost(Duration.ofSeconds(30)).until(() -> checks(daemon, "second") > 1);
            assertThat(checks(daemon, "first")).as("its counters go on").isGreaterThanOrEqualTo(before);
            assertThat(daemon.http().get("/api/v1/databases/second").statusCode())
                    .isEqualTo(200);

            configured("second");
            reconfiguration.reload();
            assertThat(daemon.http().get("/metrics").body()).doesNotContain("database=\"first\"");
            assertThat(daemon.http().get("/api/v1/databases/first").statusCode())
                    .isEqualTo(404);
            assertThat(daemon.http().metric(RELOADED)).isEqualTo(1);
        }
    }

    @Test
    void aConfigurationThatCannotBeUsedLeavesTheOneBeforeInForce() throws Exception {
        configured("first");
        try (RunningDaemon daemon = RunningDaemon.of(folder)) {
            Reconfiguration reconfiguration = daemon.reconfiguration(folder);
            Files.writeString(folder.resolve("litedrill.yml"), SETTINGS + "databasess: []\n");
            reconfiguration.reload();

            assertThat(daemon.http().get("/readyz").statusCode()).isEqualTo(503);
            assertThat(readiness(daemon).text("detail").orElseThrow()).contains("databasess", "in force", "SIGHUP");
            assertThat(daemon.http().metric(RELOADED)).isZero();
            double checks = checks(daemon, "first");
            await().atMost(Duration.ofSeconds(30)).until(() -> checks(daemon, "first") > checks);

            configured("first");
            reconfiguration.reload();
            assertThat(daemon.http().get("/readyz").statusCode()).isEqualTo(200);
            assertThat(daemon.http().metric(RELOADED)).isEqualTo(1);
        }
    }

    @Test
    void aChangedIntervalTakesEffect() throws Exception {
        configured("first");
        try (RunningDaemon daemon = RunningDaemon.of(folder)) {
            Reconfiguration reconfiguration = daemon.reconfiguration(folder);
            String slow = Files.readString(folder.resolve("litedrill.yml")).replace("interval: 1s", "interval: 1d");
            Files.writeString(folder.resolve("litedrill.yml"), slow);
            reconfiguration.reload();
            await().atMost(Duration.ofSeconds(30)).until(() -> checks(daemon, "first") > 0);
            assertThat(
                            daemon.http()
                                    .metric(
                                            "litedrill_objective_seconds{database=\"first\",objective=\"check_interval\",replica=\"file\"}"))
                    .isEqualTo(86_400.0);
        }
    }

    @Test
    void databasesThatADirOfLitestreamFindsLaterAreAddedAndNothingElseChanges() throws Exception {
        Path databases = Files.createDirectories(folder.resolve("databases"));
        database(databases.resolve("first.db"));
        Files.writeString(
                folder.resolve("litestream.yml"),
                "dbs:\n  - dir: " + databases + "\n    pattern: '*.db'\n    replica: {type: file, path: "
                        + folder.resolve("replicas") + "}\n");
        Files.writeString(folder.resolve("litedrill.yml"), SETTINGS + "litestream: litestream.yml\n");
        try (RunningDaemon daemon = RunningDaemon.of(folder)) {
            Reconfiguration reconfiguration = daemon.reconfiguration(folder);
            database(databases.resolve("second.db"));
            Files.delete(databases.resolve("first.db"));
            reconfiguration.findNew();

            assertThat(daemon.http().get("/api/v1/databases").body()).contains("\"first.db\"", "\"second.db\"");
            reconfiguration.reload();
            assertThat(daemon.http().get("/api/v1/databases").body())
                    .contains("\"second.db\"")
                    .doesNotContain("\"first.db\"");
        }
    }

    @Test
    void replicasBelowAPrefixComeAndGo() throws Exception {
        Path prefix = Files.createDirectories(folder.resolve("backups"));
        Files.move(folder.resolve("first"), prefix.resolve("first"));
        Files.writeString(
                folder.resolve("litedrill.yml"),
                SETTINGS + "discover: {type: file, path: backups, interval: 1ms, forget_after: 0s}\n");
        try (RunningDaemon daemon = RunningDaemon.of(folder)) {
            Reconfiguration reconfiguration = daemon.reconfiguration(folder);
            reconfiguration.search();
            await().atMost(Duration.ofSeconds(30)).until(() -> checks(daemon, "first") > 0);

            Files.createDirectories(prefix.resolve("team"));
            Files.move(folder.resolve("second"), prefix.resolve("team/second"));
            reconfiguration.search();
            await().atMost(Duration.ofSeconds(30)).until(() -> checks(daemon, "team/second") > 0);
            assertThat(daemon.http().get("/api/v1/databases/team%2Fsecond").statusCode())
                    .isEqualTo(200);

            Files.move(prefix.resolve("team"), folder.resolve("elsewhere"));
            reconfiguration.search();
            String critical = "litedrill_checks_total{database=\"team/second\",replica=\"file\",verdict=\"critical\"}";
            await().atMost(Duration.ofSeconds(30)).until(() -> daemon.http().metric(critical) > 0);
            reconfiguration.search();
            assertThat(daemon.http().get("/metrics").body()).doesNotContain("team/second");
            assertThat(checks(daemon, "first")).isPositive();
        }
    }

    private static void database(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(x)");
        }
    }
}
