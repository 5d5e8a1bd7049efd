package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.litestream.GoldenReplica;
import io.litedrill.litestream.LitestreamProcess;
import io.litedrill.litestream.Replicate;
import io.litedrill.litestream.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Alerts from a damaged replica to the received notification and its resolution: real Litestream, the packaged
 * daemon, real Prometheus and Alertmanager with the shipped files. The cases run at the same time, each on its own
 * databases; the case that kills its daemon has its own daemon.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AlertsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> REPLICAS =
            List.of("holey", "vanished", "damaged", "restored", "twin-a", "twin-b");

    private Path folder;
    private PackagedDaemon litedrill;
    private PackagedDaemon mortal;
    private MonitoringStack stack;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Instant newest = Instant.now().minusSeconds(60);
        for (String name : REPLICAS) {
            GoldenReplica.load("ltx/basic").copyTo(folder.resolve(name), newest);
        }
        GoldenReplica.load("ltx/basic").copyTo(folder.resolve("killed"), newest);
        GoldenReplica.load("wal/basic").copyTo(folder.resolve("mount/remote"), newest);
        litedrill = PackagedDaemon.start(folder.resolve("one"), databases());
        mortal = PackagedDaemon.start(folder.resolve("two"), database("killed"));
        stack = MonitoringStack.start(folder, litedrill.port(), mortal.port());
        for (String name : List.of("holey", "vanished", "damaged", "restored", "twin", "killed", "remote")) {
            stack.awaitQuery("litedrill_verdict{database=\"" + name + "\"}");
        }
        stack.awaitQuery("count(litedrill:replica:sound{database=\"twin\"}) == 2");
    }

    @AfterAll
    void stop() {
        if (stack != null) {
            stack.close();
        }
        if (mortal != null) {
            mortal.close();
        }
        if (litedrill != null) {
            litedrill.close();
        }
    }

    @TestFactory
    @Order(1)
    Stream<DynamicTest> theOwnerHearsWhatGoesWrongAndItsEnd() {
        return new RestoreComparison()
                .with("a stopped Litestream while the application writes", this::stoppedLitestream)
                .with("a file that is deleted", this::deletedFile)
                .with("a file that is gone, and would not be missed", this::vanishedFile)
                .with("a damaged file that a drill catches", this::damagedFile)
                .with("a database that lost most of its rows", this::shrunkDatabase)
                .with("one of two replicas", this::oneOfTwoReplicas)
                .with("a store that cannot be reached mutes what follows from it", this::unreachableStore)
                .with("each real restore", this::eachRestore)
                .with("a killed daemon mutes the rest, and forgets nothing", this::killedDaemon)
                .start();
    }

    private void stoppedLitestream() throws Exception {
        Path database = folder.resolve("app.db");
        Replicate replicate = Replicate.toFolder("0.5.17", database, folder.resolve("app"));
        try (Writer writer = Writer.create(database)) {
            Writer.Running running = writer.start(Duration.ofMillis(100));
            try (LitestreamProcess first = LitestreamProcess.start(replicate, folder.resolve("first"))) {
                stack.awaitQuery("litedrill_lag_seconds{database=\"app\"} < 5");
                first.end();
            }
            stack.awaitReceived("LitedrillRecoveryPointStale", "firing", "app");
            assertThat(stack.query(
                            "max_over_time(ALERTS{alertname=\"LitedrillRecoveryPointStale\", alertstate=\"pending\","
                                    + " database=\"app\"}[10m])"))
                    .as("it was pending before it fired")
                    .hasSize(1);
            try (LitestreamProcess second = LitestreamProcess.start(replicate, folder.resolve("second"))) {
                stack.awaitReceived("LitedrillRecoveryPointStale", "resolved", "app");
                assertThat(second.isAlive()).isTrue();
            }
            running.stop();
        }
    }

    private void deletedFile() throws Exception {
        Path file = increments("holey").get(2);
        Path aside = folder.resolve("holey.ltx");
        Files.move(file, aside);
        stack.awaitReceived("LitedrillBackupGap", "firing", "holey");

        Files.move(aside, file);
        stack.awaitReceived("LitedrillBackupGap", "resolved", "holey");
    }

    /** Deletes the newest file: the remaining files replay without a gap. */
    private void vanishedFile() throws Exception {
        List<Path> files = increments("vanished");
        Path file = files.get(files.size() - 1);
        Path aside = folder.resolve("vanished.ltx");
        Files.move(file, aside);
        stack.awaitReceived("LitedrillBackupDamaged", "firing", "vanished");
        assertThat(stack.query("litedrill_finding{database=\"vanished\", code=\"file-vanished\"}"))
                .hasSize(1);

        Files.move(aside, file);
        stack.awaitReceived("LitedrillBackupDamaged", "resolved", "vanished");
    }

    private void damagedFile() throws Exception {
        Path file = increments("damaged").get(3);
        byte[] sound = Files.readAllBytes(file);
        byte[] damaged = sound.clone();
        damaged[damaged.length / 2] ^= 1;
        write(file, damaged);

        litedrill.drill("damaged");
        stack.awaitReceived("LitedrillDrillFailed", "firing", "damaged");
        stack.awaitReceived("LitedrillBackupDamaged", "firing", "damaged");

        write(file, sound);
        litedrill.drill("damaged");
        stack.awaitReceived("LitedrillDrillFailed", "resolved", "damaged");
        stack.awaitReceived("LitedrillBackupDamaged", "resolved", "damaged");
    }

    private void shrunkDatabase() throws Exception {
        Path database = folder.resolve("shrunk.db");
        Replicate replicate = Replicate.toFolder("0.5.17", database, folder.resolve("shrunk"));
        try (Writer writer = Writer.create(database)) {
            for (int i = 0; i < 30; i++) {
                writer.transfer();
            }
            try (LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("third"))) {
                stack.awaitQuery("litedrill_lag_seconds{database=\"shrunk\"} == 0");
                litedrill.drill("shrunk");
                stack.awaitQuery("litedrill_last_passed_drill_timestamp_seconds{database=\"shrunk\"}");

                long before = Instant.now().toEpochMilli();
                writer.execute(List.of("DELETE FROM ledger", "DELETE FROM note"));
                stack.awaitQuery("litedrill_recovery_point_timestamp_seconds{database=\"shrunk\"} * 1000 > " + before);
                litedrill.drill("shrunk");
                stack.awaitReceived("LitedrillDatabaseShrunk", "firing", "shrunk");

                litedrill.drill("shrunk");
                stack.awaitReceived("LitedrillDatabaseShrunk", "resolved", "shrunk");
                assertThat(litestream.isAlive()).isTrue();
            }
        }
    }

    private void oneOfTwoReplicas() throws Exception {
        Path file = increments("twin-a").get(2);
        Path aside = folder.resolve("twin-a.ltx");
        Files.move(file, aside);
        stack.awaitReceived("LitedrillBackupGap", "firing", "twin");
        assertThat(stack.query("max_over_time(ALERTS{database=\"twin\", severity=\"critical\"}[10m])"))
                .as("the other replica is sound")
                .isEmpty();

        Files.move(increments("twin-b").get(2), folder.resolve("twin-b.ltx"));
        stack.awaitQuery("count(ALERTS{alertname=\"LitedrillBackupGap\", alertstate=\"firing\", severity=\"critical\","
                + " database=\"twin\"}) == 2");
    }

    private void unreachableStore() throws Exception {
        stack.awaitReceived("LitedrillDrillOverdue", "firing", "remote");

        Files.move(folder.resolve("mount"), folder.resolve("gone"));
        stack.awaitReceived("LitedrillStorageUnreachable", "firing", "remote");
        stack.awaitMuted("LitedrillDrillOverdue", "remote");
        assertThat(stack.webhook().received("LitedrillDrillOverdue", "resolved", "remote"))
                .as("not knowing ends nothing")
                .isFalse();

        Files.move(folder.resolve("gone"), folder.resolve("mount"));
        stack.awaitReceived("LitedrillStorageUnreachable", "resolved", "remote");
        await().atMost(PATIENCE).until(() -> !stack.isMuted("LitedrillDrillOverdue", "remote"));
    }

    /** Two restores within the hour cause two notifications; each has the destination and the requester. */
    private void eachRestore() throws Exception {
        litedrill.restore("restored", "first.db");
        stack.awaitReceived("LitedrillRestoreRan", "firing", "restored");
        assertThat(stack.query("ALERTS{alertname=\"LitedrillRestoreRan\", database=\"restored\"}"))
                .hasSize(1);

        litedrill.restore("restored", "second.db");
        await().atMost(PATIENCE)
                .until(() -> stack.webhook().texts("LitedrillRestoreRan", "firing").stream()
                                .distinct()
                                .count()
                        == 2);
        assertThat(stack.webhook().texts("LitedrillRestoreRan", "firing"))
                .allMatch(text -> text.startsWith("restored (replica file) was restored to a new file by ")
                        && text.contains(" at 20"));
    }

    private void killedDaemon() throws Exception {
        Path file = increments("killed").get(2);
        Files.move(file, folder.resolve("killed.ltx"));
        stack.awaitReceived("LitedrillBackupGap", "firing", "killed");

        Instant killed = Instant.now();
        mortal.kill();
        stack.awaitReceived("LitedrillDown", "firing", "");
        stack.awaitMuted("LitedrillBackupGap", "killed");

        mortal.startAgain();
        stack.awaitReceived("LitedrillDown", "resolved", "");
        stack.awaitQuery("litedrill_finding{code=\"gap\", database=\"killed\"}");
        await().atMost(PATIENCE).until(() -> !stack.isMuted("LitedrillBackupGap", "killed"));
        assertThat(stack.webhook().received("LitedrillBackupGap", "resolved", "killed"))
                .as("a restart hides nothing")
                .isFalse();
        long seconds = Duration.between(killed, Instant.now()).toSeconds();
        String fired = "(count(ALERTS{alertname=\"LitedrillBackupGap\", alertstate=\"firing\", database=\"killed\"}) or"
                + " vector(0))["
                + seconds + "s:1s]";
        assertThat(stack.query("min_over_time(" + fired + ") >= 1"))
                .as("it fired all the time: %s", stack.query("ALERTS{database=\"killed\"}[" + seconds + "s]"))
                .hasSize(1);
    }

    /** By now every kind of series exists: a live database, drills, requests. */
    @Test
    @Order(2)
    void everyPanelOfTheDashboardHasData() throws Exception {
        for (Dashboard.Query query : Dashboard.load().queries()) {
            stack.awaitQuery(query.promql(".+"));
        }
    }

    @Test
    @Order(2)
    void noNotificationNamesASoundDatabase() {
        assertThat(stack.webhook().received())
                .filteredOn(received -> received.alert().equals("LitedrillBackupGap"))
                .extracting(Webhook.Received::database)
                .containsOnly("holey", "killed", "twin");
        assertThat(stack.webhook().received("LitedrillChecksStopped", "firing", "holey"))
                .isFalse();
    }

    /** Prometheus sends the token, by the commented lines of config/prometheus.example.yml. */
    @Test
    @Order(2)
    void metricsAskForTheirToken() {
        assertThat(new Http(litedrill.port(), "").get("/metrics").statusCode()).isEqualTo(401);
        assertThat(stack.query("up{job=\"litedrill\"} == 1")).hasSize(2);
    }

    /** Returns the level-0 files of a replica, oldest first. */
    private List<Path> increments(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name).resolve("ltx/0"))) {
            return files.sorted().toList();
        }
    }

    /** Replaces a file as a store does: readers never see half a file, and the new listing differs. */
    private void write(Path file, byte[] bytes) throws IOException {
        Path draft = Files.write(folder.resolve("draft"), bytes);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private String databases() {
        return live("app", "rpo: 5s")
                + live("shrunk", "rpo: 1d")
                + database("holey")
                + database("vanished")
                + database("damaged")
                + database("restored")
                + """
                  - name: remote
                    objectives:
                      drill_age: 1s
                    replica: file://%s
                  - name: twin
                    replicas:
                      - {name: a, url: 'file://%s'}
                      - {name: b, url: 'file://%s'}
                """.formatted(folder.resolve("mount/remote"), folder.resolve("twin-a"), folder.resolve("twin-b"));
    }

    private String live(String name, String objective) {
        return """
              - name: %s
                path: %s
                objectives:
                  %s
                replica: file://%s
            """.formatted(name, folder.resolve(name + ".db"), objective, folder.resolve(name));
    }

    private String database(String name) {
        return "  - {name: " + name + ", replica: 'file://" + folder.resolve(name) + "'}\n";
    }
}
