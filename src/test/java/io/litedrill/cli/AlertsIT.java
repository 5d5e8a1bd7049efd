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
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a replica that goes wrong to the owner who hears of it, and of its end: real Litestream, the packaged daemon, real Prometheus and
 * Alertmanager with the shipped files. All share one daemon; the last test kills it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AlertsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN = "a-token-for-tests";

    private Path folder;
    private int port;
    private LitedrillProcess litedrill;
    private MonitoringStack stack;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Instant newest = Instant.now().minusSeconds(60);
        for (String name : List.of("holey", "damaged", "killed")) {
            GoldenReplica.load("ltx/basic").copyTo(folder.resolve(name), newest);
        }
        GoldenReplica.load("wal/basic").copyTo(folder.resolve("mount/remote"), newest);
        port = ServerProcess.freePort();
        Files.writeString(folder.resolve("litedrill.yml"), config());
        litedrill = serve();
        stack = MonitoringStack.start(folder, port);
        for (String name : List.of("holey", "damaged", "killed", "remote")) {
            stack.awaitQuery("litedrill_verdict{database=\"" + name + "\"}");
        }
    }

    @AfterAll
    void stop() {
        if (stack != null) {
            stack.close();
        }
        if (litedrill != null) {
            litedrill.close();
        }
    }

    @Test
    @Order(1)
    void aStoppedLitestreamWhileTheApplicationWrites() throws Exception {
        Path database = folder.resolve("app.db");
        Replicate replicate = Replicate.toFolder("0.5.17", database, folder.resolve("app"));
        try (Writer writer = Writer.create(database)) {
            Writer.Running running = writer.start(Duration.ofMillis(100));
            try (LitestreamProcess first = LitestreamProcess.start(replicate, folder.resolve("first"))) {
                stack.awaitQuery("litedrill_lag_seconds{database=\"app\"} < 5");
                first.end();
            }
            stack.awaitFiring("RecoveryPointStale", "app");
            stack.awaitHeard("RecoveryPointStale", "firing", "app");
            assertThat(stack.query("max_over_time(ALERTS{alertname=\"RecoveryPointStale\", alertstate=\"pending\","
                            + " database=\"app\"}[10m])"))
                    .as("it was pending before it fired")
                    .hasSize(1);
            try (LitestreamProcess second = LitestreamProcess.start(replicate, folder.resolve("second"))) {
                stack.awaitHeard("RecoveryPointStale", "resolved", "app");
                assertThat(second.isAlive()).isTrue();
            }
            running.stop();
        }
    }

    /** After the first test every kind of series is there: a live database, drills, requests. */
    @Test
    @Order(2)
    void everyPanelOfTheDashboardHasData() throws Exception {
        drill("holey");
        stack.awaitQuery("litedrill_last_passed_drill_timestamp_seconds{database=\"holey\"}");

        for (Dashboard.Query query : Dashboard.load().queries()) {
            stack.awaitQuery(query.promql(".+"));
        }
    }

    @Test
    @Order(3)
    void aFileThatIsDeleted() throws Exception {
        Path file = increments("holey").get(2);
        Path aside = folder.resolve("aside.ltx");
        Files.move(file, aside);

        stack.awaitHeard("BackupGap", "firing", "holey");
        assertThat(stack.webhook().heard())
                .noneMatch(heard ->
                        heard.alert().equals("BackupGap") && !heard.database().equals("holey"));

        Files.move(aside, file);
        stack.awaitHeard("BackupGap", "resolved", "holey");
    }

    @Test
    @Order(4)
    void aDamagedFileThatADrillCatches() throws Exception {
        Path file = increments("damaged").get(3);
        byte[] sound = Files.readAllBytes(file);
        byte[] damaged = sound.clone();
        damaged[damaged.length / 2] ^= 1;
        write(file, damaged);

        drill("damaged");
        stack.awaitHeard("DrillFailed", "firing", "damaged");
        stack.awaitHeard("BackupDamaged", "firing", "damaged");

        write(file, sound);
        drill("damaged");
        stack.awaitHeard("DrillFailed", "resolved", "damaged");
        stack.awaitHeard("BackupDamaged", "resolved", "damaged");
    }

    @Test
    @Order(5)
    void aStoreThatCannotBeReachedMutesWhatFollowsFromIt() throws Exception {
        stack.awaitHeard("DrillOverdue", "firing", "remote");

        Files.move(folder.resolve("mount"), folder.resolve("gone"));
        stack.awaitHeard("StorageUnreachable", "firing", "remote");
        stack.awaitMuted("DrillOverdue", "remote");
        assertThat(stack.webhook().heard("DrillOverdue", "resolved", "remote"))
                .as("not knowing ends nothing")
                .isFalse();

        Files.move(folder.resolve("gone"), folder.resolve("mount"));
        stack.awaitHeard("StorageUnreachable", "resolved", "remote");
        await().atMost(PATIENCE).until(() -> !stack.isMuted("DrillOverdue", "remote"));
    }

    @Test
    @Order(6)
    void aKilledDaemonMutesTheRestAndForgetsNothing() throws Exception {
        Path file = increments("killed").get(2);
        Files.move(file, folder.resolve("killed.ltx"));
        stack.awaitHeard("BackupGap", "firing", "killed");

        litedrill.kill();
        stack.awaitHeard("LitedrillDown", "firing", "");
        stack.awaitMuted("BackupGap", "killed");

        litedrill = serve();
        stack.awaitHeard("LitedrillDown", "resolved", "");
        stack.awaitQuery("litedrill_finding{code=\"gap\", database=\"killed\"}");
        await().atMost(PATIENCE).until(() -> !stack.isMuted("BackupGap", "killed"));
        assertThat(stack.webhook().heard("BackupGap", "resolved", "killed"))
                .as("a restart hides nothing")
                .isFalse();
        assertThat(stack.query("min_over_time((count(ALERTS{alertname=\"BackupGap\", alertstate=\"firing\","
                        + " database=\"killed\"}) or vector(0))[10s:1s]) == 1"))
                .as("it fired all the time")
                .hasSize(1);
    }

    private LitedrillProcess serve() throws IOException {
        LitedrillProcess process = LitedrillProcess.start(
                folder, "serve", "-c", folder.resolve("litedrill.yml").toString());
        process.awaitPort();
        return process;
    }

    private void drill(String database) {
        assertThat(new Http(port, TOKEN)
                        .post("/api/v1/databases/" + database + "/drills", "")
                        .statusCode())
                .isEqualTo(202);
    }

    /** The level-0 files of a replica, oldest first. */
    private List<Path> increments(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name).resolve("ltx/0"))) {
            return files.sorted().toList();
        }
    }

    /** As a store does: there is no moment with half a file, and the listing shows another one. */
    private void write(Path file, byte[] bytes) throws IOException {
        Path draft = Files.write(folder.resolve("draft"), bytes);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private String config() {
        return """
                listen: 127.0.0.1:%d
                token: %s
                home: home
                check:
                  interval: 1s
                objectives:
                  rpo: 1d
                  rto: 1h
                  retention: 1d
                databases:
                  - name: app
                    path: %s
                    objectives:
                      rpo: 5s
                    replica: file://%s
                  - name: holey
                    replica: file://%s
                  - name: damaged
                    replica: file://%s
                  - name: killed
                    replica: file://%s
                  - name: remote
                    objectives:
                      drill_age: 1s
                    replica: file://%s
                """.formatted(
                        port,
                        TOKEN,
                        folder.resolve("app.db"),
                        folder.resolve("app"),
                        folder.resolve("holey"),
                        folder.resolve("damaged"),
                        folder.resolve("killed"),
                        folder.resolve("mount/remote"));
    }
}
