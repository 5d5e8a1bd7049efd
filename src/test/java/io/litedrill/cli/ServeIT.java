package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a process, from the packaged jar. */
class ServeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN = "a-token-for-tests";

    @TempDir
    Path folder;

    @BeforeEach
    void copyReplicas() throws IOException {
        Instant newest = Instant.now().minusSeconds(60);
        GoldenReplica.load("wal/basic").copyTo(folder.resolve("sound"), newest);
        GoldenReplica.load("ltx/basic").copyTo(folder.resolve("slow"), newest);
    }

    @Test
    void isScrapedAndRestoresOverHttp() throws Exception {
        try (LitedrillProcess process = serve(sound())) {
            Http http = new Http(process.awaitPort(), TOKEN);

            assertThat(http.get("/healthz").statusCode()).isEqualTo(200);
            await().atMost(PATIENCE)
                    .until(() ->
                            http.metric("litedrill_verdict{database=\"sound\",replica=\"file\",verdict=\"ok\"}") == 1);
            String order = "{\"target\":\"file\",\"output\":\"again.db\"}";
            assertThat(new Http(http.port(), "another")
                            .post("/api/v1/databases/sound/restores", order)
                            .statusCode())
                    .isEqualTo(401);
            String id = JsonObject.parse(
                            http.post("/api/v1/databases/sound/restores", order).body())
                    .text("id")
                    .orElseThrow();
            await().atMost(PATIENCE)
                    .until(
                            () -> http.get("/api/v1/restores/" + id).body(),
                            body -> body.contains("\"outcome\":\"restored\""));
            assertThat(folder.resolve("restored/again.db")).isNotEmptyFile();

            process.terminate();
            assertThat(process.awaitExit()).isZero();
            assertThat(process.log())
                    .contains("watching 1 database (1 replica)")
                    .contains("stopped");
        }
    }

    @Test
    void readsItsConfigurationAgainOnSighup() throws Exception {
        try (LitedrillProcess process = serve(sound())) {
            Http http = new Http(process.awaitPort(), TOKEN);
            assertThat(http.get("/api/v1/databases/slow").statusCode()).isEqualTo(404);
            Path file = folder.resolve("litedrill.yml");
            Files.writeString(file, Files.readString(file) + endless());
            process.signal("HUP");
            await().atMost(PATIENCE)
                    .until(() -> http.get("/api/v1/databases/slow").statusCode() == 200);
            assertThat(process.log()).contains("read again, 2 databases");
            process.terminate();
            assertThat(process.awaitExit()).isZero();
        }
    }

    @Test
    void remembersWhatIsDueAfterItWasKilledInADrill() throws Exception {
        try (LitedrillProcess process = serve(sound() + endless())) {
            Http http = new Http(process.awaitPort(), TOKEN);
            drill(http, "sound");
            await().atMost(PATIENCE).until(() -> drills(http, "sound").contains("passed"));
            drill(http, "slow");
            await().atMost(PATIENCE).until(() -> inScratch().contains("restored.db"));

            process.kill();
        }
        List<String> left = inScratch();
        assertThat(left).contains("restored.db");

        try (LitedrillProcess process = serve(sound() + endless())) {
            Http http = new Http(process.awaitPort(), TOKEN);
            assertThat(http.metric("litedrill_last_passed_drill_timestamp_seconds{database=\"sound\""))
                    .isPositive();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(inScratch())
                            .hasSize(left.size())
                            .doesNotContainAnyElementsOf(left.stream()
                                    .filter(name -> name.startsWith("drill-"))
                                    .toList()));
            await().atMost(PATIENCE)
                    .until(() ->
                            http.metric("litedrill_checks_total{database=\"sound\",replica=\"file\",verdict=\"ok\"")
                                    > 1);
            assertThat(http.metric("litedrill_drills_total{database=\"sound\",outcome=\"passed\""))
                    .isZero();
        }
    }

    @Test
    void endsInGoodOrderInTheMiddleOfADrill() throws Exception {
        try (LitedrillProcess process = serve(endless())) {
            process.awaitPort();
            await().atMost(PATIENCE).until(() -> inScratch().contains("restored.db"));

            process.terminate();

            assertThat(process.awaitExit()).isZero();
            assertThat(inScratch()).isEmpty();
        }
    }

    @Test
    void aServerThatNeverAnswersLeavesTheOthers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LitedrillProcess process = serve(sound() + silentS3(silent.getLocalPort()))) {
            Http http = new Http(process.awaitPort(), TOKEN);
            await().atMost(PATIENCE)
                    .until(() ->
                            http.metric("litedrill_verdict{database=\"silent\",replica=\"s3\",verdict=\"unknown\"}")
                                    == 1);
            String checks = "litedrill_checks_total{database=\"sound\",replica=\"file\",verdict=\"ok\"";
            double before = http.metric(checks);
            await().atMost(PATIENCE).until(() -> http.metric(checks) > before + 2);

            process.terminate();
            assertThat(process.awaitExit()).isZero();
        }
    }

    @Test
    void allProblemsOfAConfigurationAreSaidAtOnce() throws Exception {
        Files.writeString(folder.resolve("bad.yml"), "chek: 1m\nlisten: nowhere\ndatabases: []\n");
        try (LitedrillProcess process = LitedrillProcess.start(folder, "serve", "-c", "bad.yml")) {
            assertThat(process.awaitExit()).isEqualTo(64);
            assertThat(process.log()).contains("chek").contains("listen");
        }
    }

    private LitedrillProcess serve(String databases) throws IOException {
        Path file = folder.resolve("litedrill.yml");
        Files.writeString(file, """
                listen: 127.0.0.1:0
                token: %s
                home: home
                restore_folder: restored
                check:
                  interval: 1s
                  timeout: 3s
                drill:
                  parallel: 2
                databases:
                """.formatted(TOKEN) + databases);
        return LitedrillProcess.start(folder, "serve", "-c", file.toString());
    }

    private String sound() {
        return """
                  - name: sound
                    replica:
                      type: file
                      path: %s
                """.formatted(folder.resolve("sound")).indent(2);
    }

    /** Returns the configuration of a database whose drill does not end by itself. */
    private String endless() {
        return """
                  - name: slow
                    replica:
                      type: file
                      path: %s
                    verify:
                      assertions:
                        - name: endless
                          sql: %s
                          expect: "> 0"
                """.formatted(folder.resolve("slow"), Samples.ENDLESS).indent(2);
    }

    private static String silentS3(int port) {
        return """
                  - name: silent
                    replica:
                      type: s3
                      bucket: backups
                      path: silent
                      endpoint: http://127.0.0.1:%d
                      region: us-east-1
                      access_key_id: somebody
                      secret_access_key: something
                """.formatted(port).indent(2);
    }

    private static void drill(Http http, String database) {
        assertThat(http.post("/api/v1/databases/" + database + "/drills", "").statusCode())
                .isEqualTo(202);
    }

    private static String drills(Http http, String database) {
        return http.get("/api/v1/databases/" + database + "/drills").body();
    }

    private List<String> inScratch() throws IOException {
        Path scratch = folder.resolve("home/scratch");
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
