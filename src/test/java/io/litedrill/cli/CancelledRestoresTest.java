package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.app.MonitoredDatabase;
import io.litedrill.check.ReplicaId;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.storage.FaultInjectingStore;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageListener;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores over HTTP that are cancelled, and requests for them that are repeated. */
class CancelledRestoresTest {
    private static final ReplicaId APP = new ReplicaId("app", "file");
    private static final String IN_THE_MIDDLE = "r/generations/4200f3209d3a15a2/wal/00000000_00014200.wal.lz4";
    private static final String RESTORES = "/api/v1/databases/app/restores";
    private static final String LIVE = RestoresOverHttp.live();

    @TempDir
    Path folder;

    private Path live;

    @BeforeEach
    void copyAReplica() throws Exception {
        GoldenReplica.load("wal/basic")
                .copyTo(folder.resolve("r"), Instant.now().minusSeconds(60));
        live = folder.resolve("app.db");
    }

    private FileObjectStore files() {
        return new FileObjectStore(folder, StorageListener.NONE);
    }

    private RunningDaemon daemon(ObjectStore store) throws Exception {
        MonitoredDatabase app = Samples.database("app", Optional.of(live), Samples.in(store, "r", APP));
        RunningDaemon daemon = RunningDaemon.below(folder, app);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> daemon.results().latestDrill(APP).isPresent());
        return daemon;
    }

    private static String detail(HttpResponse<String> problem) {
        return JsonObject.parse(problem.body()).text("detail").orElseThrow();
    }

    @Test
    void aCancelledRestoreEndsInconclusiveAndChangesNothing() throws Exception {
        try (FaultInjectingStore store = new FaultInjectingStore(files());
                RunningDaemon daemon = daemon(store)) {
            RestoresOverHttp restores = new RestoresOverHttp(daemon.http(), "app");
            store.stall(IN_THE_MIDDLE);
            String id = restores.order();
            assertThat(store.awaitStalled(IN_THE_MIDDLE)).isTrue();

            HttpResponse<String> response = daemon.http().delete("/api/v1/restores/" + id);

            assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
            assertThat(JsonObject.parse(response.body()).text("database")).contains("app");
            JsonObject result = restores.awaitResult(id);
            assertThat(result.text("ending")).contains("inconclusive");
            assertThat(result.text("effect")).contains("nothing");
            assertThat(result.text("reason").orElseThrow()).startsWith("cancelled over HTTP by test");
            assertThat(live).doesNotExist();
            assertThat(folder.toFile().list()).noneMatch(name -> name.startsWith(".app.db"));
            assertThat(daemon.attempts())
                    .anyMatch(kept -> kept.attempt().what().equals("cancel restore " + id)
                            && kept.attempt().database().equals("app")
                            && kept.attempt().answer().equals("202 cancelled"));

            HttpResponse<String> late = daemon.http().delete("/api/v1/restores/" + id);
            assertThat(late.statusCode()).isEqualTo(409);
            assertThat(detail(late)).contains("has ended");
            store.release(IN_THE_MIDDLE);
            assertThat(restores.awaitResult(restores.order()).text("ending")).contains("restored");
        }
    }

    @Test
    void onceTheDatabaseHasItsPathNothingIsCancelled() throws Exception {
        Path goOn = folder.resolve("go-on");
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("litedrill.yml"), """
            listen: 127.0.0.1:0
            home: home
            tokens: [{name: oncall, role: restorer, token: a-token-for-tests}]
            restore: {after: 'while ! test -e GO_ON; do sleep 0.05; done'}
            databases: [{name: app, path: 'DATA/app.db', replica: 'file://BASE/r'}]
            """.replace("BASE", folder.toString())
                .replace("DATA", data.toString())
                .replace("GO_ON", goOn.toString()));
        try (RunningDaemon daemon = RunningDaemon.of(folder)) {
            RestoresOverHttp restores = new RestoresOverHttp(daemon.http(), "app");
            String id = restores.order();
            restores.awaitPhase(id, "after");

            HttpResponse<String> refused = daemon.http().delete("/api/v1/restores/" + id);

            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(detail(refused)).contains("gets its path already");
            Files.createFile(goOn);
            assertThat(restores.awaitResult(id).text("ending")).contains("restored");
            assertThat(data.resolve("app.db")).exists();
        }
    }

    @Test
    void anUnknownRestoreIsNotFound() throws Exception {
        try (RunningDaemon daemon = daemon(files())) {
            assertThat(daemon.http().delete("/api/v1/restores/no-such-run").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void bodiesThatBeginAlikeAreNotTheSameRequest() throws Exception {
        String blank = " ".repeat(600);
        try (RunningDaemon daemon = daemon(files())) {
            HttpResponse<String> first = daemon.http().post(RESTORES, "{" + blank + "\"target\":\"live\"}", "the-key");
            assertThat(first.statusCode()).as(first.body()).isEqualTo(202);

            HttpResponse<String> other =
                    daemon.http().post(RESTORES, "{" + blank + "\"target\":\"live\",\"force\":true}", "the-key");

            assertThat(other.statusCode()).as(other.body()).isEqualTo(422);
        }
    }

    @Test
    void aRepeatedRequestIsTheSameRunAlsoAfterARestart() throws Exception {
        String first;
        try (RunningDaemon daemon = daemon(files())) {
            HttpResponse<String> response = daemon.http().post(RESTORES, LIVE, "the-key");
            first = response.body();
            assertThat(response.statusCode()).as(first).isEqualTo(202);
            HttpResponse<String> repeated = daemon.http().post(RESTORES, LIVE, "the-key");
            assertThat(repeated.statusCode()).isEqualTo(202);
            assertThat(repeated.body()).isEqualTo(first);
            assertThat(repeated.headers().firstValue("Location"))
                    .isEqualTo(response.headers().firstValue("Location"));
            RestoresOverHttp restores = new RestoresOverHttp(daemon.http(), "app");
            restores.awaitResult(JsonObject.parse(first).text("id").orElseThrow());

            HttpResponse<String> other =
                    daemon.http().post(RESTORES, RestoresOverHttp.live("\"force\":true"), "the-key");
            assertThat(other.statusCode()).isEqualTo(422);
            assertThat(detail(other)).contains("another body");
            assertThat(restores.past()).hasSize(1);
        }
        try (RunningDaemon daemon = daemon(files())) {
            assertThat(daemon.http().post(RESTORES, LIVE, "the-key").body()).isEqualTo(first);
            HttpResponse<String> fresh = daemon.http().post(RESTORES, LIVE, "another-key");
            assertThat(fresh.statusCode()).as("a sound database is refused").isEqualTo(409);
        }
    }

    /** A refusal starts no run, so the same request may be sent again once its cause is gone. */
    @Test
    void aRefusedRequestLeavesItsKeyFree() throws Exception {
        try (RunningDaemon daemon = daemon(files())) {
            RestoresOverHttp restores = new RestoresOverHttp(daemon.http(), "app");
            restores.awaitResult(restores.order());
            assertThat(daemon.http().post(RESTORES, LIVE, "the-key").statusCode())
                    .isEqualTo(409);
            Files.delete(live);
            assertThat(daemon.http().post(RESTORES, LIVE, "the-key").statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void aMalformedKeyIsRefused() throws Exception {
        try (RunningDaemon daemon = daemon(files())) {
            assertThat(daemon.http().post(RESTORES, LIVE, "x".repeat(256)).statusCode())
                    .isEqualTo(400);
        }
    }
}
