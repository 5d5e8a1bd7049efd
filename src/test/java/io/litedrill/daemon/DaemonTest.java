package io.litedrill.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.app.MonitoredDatabase;
import io.litedrill.check.CheckResult;
import io.litedrill.check.FindingCode;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import io.litedrill.cli.Http;
import io.litedrill.cli.HungStore;
import io.litedrill.cli.RunningDaemon;
import io.litedrill.cli.Samples;
import io.litedrill.drill.DrillResult;
import io.litedrill.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ReplicaId SHOP = new ReplicaId("shop", "file");
    private static final String SHOP_LABELS = "{database=\"shop\",replica=\"file\"";

    @TempDir
    Path folder;

    @Test
    void checksDrillsAndReportsBoth() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.below(folder, shop())) {
            awaitDrill(daemon, SHOP);

            Http http = daemon.http();
            assertThat(http.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(http.metric("litedrill_drills_total{database=\"shop\",outcome=\"passed\""))
                    .isOne();
            assertThat(http.metric("litedrill_storage_read_bytes_total" + SHOP_LABELS))
                    .isPositive();
            assertThat(http.metric("litedrill_scratch_free_bytes")).isPositive();
            assertThat(http.metric("litedrill_scheduler_jobs{state=\"waiting\""))
                    .isNotNegative();
            assertThat(http.get("/api/v1/databases/shop/drills").body()).contains("\"outcome\":\"passed\"");
            assertThat(http.get("/api/v1/databases/shop/window").body()).contains("\"layout\":\"wal\"");
            JsonObject shop =
                    JsonObject.parse(http.get("/api/v1/databases/shop").body());
            assertThat(shop.text("verdict")).contains("ok");
        }
    }

    @Test
    void aStoreThatHangsKeepsNothingElseFromBeingChecked() throws Exception {
        ReplicaId hung = new ReplicaId("hung", "nfs");
        try (HungStore store = new HungStore();
                RunningDaemon daemon =
                        RunningDaemon.below(folder, Samples.database("hung", Samples.in(store, "r", hung)), shop())) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(daemon.results().latestCheck(hung))
                            .map(CheckResult::verdict)
                            .contains(Verdict.UNKNOWN));
            double before = daemon.http().metric("litedrill_last_check_timestamp_seconds" + SHOP_LABELS);
            await().atMost(PATIENCE)
                    .until(() -> daemon.http().metric("litedrill_last_check_timestamp_seconds" + SHOP_LABELS)
                            > before + RunningDaemon.CHECK_LIMIT.toMillis() / 1000.0);
            awaitDrill(daemon, SHOP);
            store.release();
        }
    }

    @Test
    void oneOfTwoReplicasThatHangsLeavesTheOther() throws Exception {
        ReplicaId hung = new ReplicaId("shop", "nfs");
        try (HungStore store = new HungStore();
                RunningDaemon daemon = RunningDaemon.below(
                        folder, Samples.database("shop", Samples.in(store, "r", hung), Samples.sound(SHOP, folder)))) {
            awaitDrill(daemon, SHOP);
            await().atMost(PATIENCE)
                    .until(() -> daemon.results().latestCheck(hung).isPresent());
            JsonObject shop =
                    JsonObject.parse(daemon.http().get("/api/v1/databases/shop").body());
            assertThat(shop.text("verdict")).contains("warning");
            store.release();
        }
    }

    @Test
    void aReplicaThatCannotBeReadIsShownAndNotDrilled() throws Exception {
        ReplicaId sftp = new ReplicaId("old", "sftp");
        try (RunningDaemon daemon =
                RunningDaemon.below(folder, Samples.database("old", Samples.unsupported(sftp)), shop())) {
            awaitDrill(daemon, SHOP);
            await().atMost(PATIENCE)
                    .until(() -> daemon.results().latestCheck(sftp).isPresent());

            assertThat(daemon.results().latestCheck(sftp).orElseThrow().findings())
                    .extracting(finding -> finding.code())
                    .containsExactly(FindingCode.REPLICA_UNSUPPORTED);
            assertThat(daemon.http().get("/api/v1/databases").body()).contains("sftp://host/path");
            assertThat(daemon.results().latestDrill(sftp)).isEmpty();
            assertThat(daemon.http().get("/api/v1/databases/old/window").statusCode())
                    .isEqualTo(503);
        }
    }

    @Test
    void remembersAfterARestart() throws Exception {
        MonitoredDatabase shop = shop();
        try (RunningDaemon daemon = RunningDaemon.below(folder, shop)) {
            awaitDrill(daemon, SHOP);
        }
        try (RunningDaemon daemon = RunningDaemon.below(folder, shop)) {
            assertThat(daemon.http().metric("litedrill_last_passed_drill_timestamp_seconds" + SHOP_LABELS))
                    .isPositive();
            await().atMost(PATIENCE)
                    .until(() -> daemon.http().metric("litedrill_checks_total" + SHOP_LABELS + ",verdict=\"ok\"") > 2);
            assertThat(daemon.http().metric("litedrill_drills_total{database=\"shop\",outcome=\"passed\""))
                    .isZero();
        }
    }

    @Test
    void goesOnWithoutAHistory() throws Exception {
        Files.writeString(folder.resolve("home"), "a file where the folder should be");
        try (RunningDaemon daemon = RunningDaemon.below(folder, shop())) {
            awaitDrill(daemon, SHOP);

            assertThat(daemon.http().get("/readyz").statusCode()).isEqualTo(503);
            assertThat(daemon.http().get("/readyz").body()).contains("\"history\":{\"ready\":false");
            assertThat(daemon.http().get("/api/v1/databases/shop/drills").body())
                    .contains("passed");
            assertThat(daemon.http().get("/api/v1/databases/shop/checks").body())
                    .contains("\"verdict\":\"ok\"");
        }
    }

    @Test
    void restoresToANewFileAndKeepsTheReport() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.below(folder, shop())) {
            String order = "{\"target\":\"file\",\"output\":\"again.db\"}";
            JsonObject started = JsonObject.parse(
                    daemon.http().post("/api/v1/databases/shop/restores", order).body());
            String run = "/api/v1/restores/" + started.text("id").orElseThrow();

            await().atMost(PATIENCE)
                    .until(() -> daemon.http().get(run).body(), body -> body.contains("\"state\":\"done\""));
            assertThat(daemon.http().get(run).body()).contains("\"outcome\":\"restored\"");
            assertThat(folder.resolve("restored/again.db")).isNotEmptyFile();
            assertThat(daemon.http().get("/api/v1/databases/shop/restores").body())
                    .contains(started.text("id").orElseThrow());
            assertThat(daemon.http().metric("litedrill_last_restore_timestamp_seconds" + SHOP_LABELS))
                    .isPositive();
            assertThat(daemon.http()
                            .post("/api/v1/databases/shop/restores", order)
                            .statusCode())
                    .isEqualTo(409);
        }
    }

    @Test
    void aDrillOnRequestIsVisibleFromTheMomentItsIdIsGivenOut() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.below(folder, shop())) {
            awaitDrill(daemon, SHOP);
            JsonObject started = JsonObject.parse(
                    daemon.http().post("/api/v1/databases/shop/drills", "").body());
            String run = "/api/v1/drills/" + started.text("id").orElseThrow();

            assertThat(daemon.http().get(run).statusCode()).isEqualTo(200);
            await().atMost(PATIENCE)
                    .until(() -> daemon.http().get(run).body(), body -> body.contains("\"outcome\":\"passed\""));
        }
    }

    @Test
    void stopsInTheMiddleOfADrillAndLeavesNoScratch() throws Exception {
        MonitoredDatabase endless = Samples.database("shop", Samples.sound(SHOP, folder, Samples.endless()));
        RunningDaemon daemon = RunningDaemon.below(folder, endless);
        await().atMost(PATIENCE).until(() -> inScratch().contains("restored.db"));

        assertThat(daemon.stop()).isEmpty();

        assertThat(inScratch()).isEmpty();
        assertThat(daemon.results().latestDrill(SHOP))
                .map(DrillResult::outcome)
                .contains(DrillResult.Outcome.INCONCLUSIVE);
    }

    @Test
    void cleansWhatACrashLeftAndNothingElse() throws Exception {
        Path scratch = Files.createDirectories(RunningDaemon.scratch(folder));
        Files.createDirectories(scratch.resolve("drill-crashed"));
        Files.createFile(scratch.resolve("drill-crashed.lock"));
        Files.writeString(scratch.resolve("drill-crashed/restored.db"), "half of it");
        Files.writeString(scratch.resolve("notes.txt"), "somebody else's");
        try (RunningDaemon daemon = RunningDaemon.below(folder, shop())) {
            awaitDrill(daemon, SHOP);
        }
        assertThat(inScratch()).containsExactly("notes.txt");
    }

    private MonitoredDatabase shop() throws IOException {
        return Samples.database("shop", Samples.sound(SHOP, folder));
    }

    private static void awaitDrill(RunningDaemon daemon, ReplicaId id) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(daemon.results().latestDrill(id))
                        .map(DrillResult::outcome)
                        .contains(DrillResult.Outcome.PASSED));
        await().atMost(PATIENCE).until(() -> daemon.results().latestCheck(id).isPresent());
    }

    private List<String> inScratch() throws IOException {
        Path scratch = RunningDaemon.scratch(folder);
        if (!Files.exists(scratch)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(scratch)) {
            return paths.filter(path -> !path.equals(scratch))
                    .map(path -> path.getFileName().toString())
                    .toList();
        }
    }
}
