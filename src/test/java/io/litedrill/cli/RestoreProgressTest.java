package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.app.MonitoredDatabase;
import io.litedrill.check.ReplicaId;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.storage.FaultInjectingStore;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.StorageListener;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The progress of a restore, drill or scrub while its store delays a response. */
class RestoreProgressTest {
    private static final ReplicaId APP = new ReplicaId("app", "file");
    private static final String IN_THE_MIDDLE = "r/ltx/0/0000000000000004-0000000000000004.ltx";

    @TempDir
    Path folder;

    @Test
    void phaseBytesPagesAndTheTimeThatIsLeftAreShown() throws Exception {
        GoldenReplica.load("ltx/basic")
                .copyTo(folder.resolve("r"), Instant.now().minusSeconds(60));
        try (FaultInjectingStore store = new FaultInjectingStore(new FileObjectStore(folder, StorageListener.NONE));
                RunningDaemon daemon = RunningDaemon.below(
                        folder,
                        Samples.database("app", Optional.of(folder.resolve("app.db")), Samples.in(store, "r", APP)))) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> daemon.results().latestDrill(APP).isPresent());
            RestoresOverHttp restores = new RestoresOverHttp(daemon.http(), "app");
            store.stall(IN_THE_MIDDLE);
            String id = restores.order();
            assertThat(store.awaitStalled(IN_THE_MIDDLE)).isTrue();

            restores.awaitPhase(id, "restoring");
            // the newest files are written first, while the stalled one is awaited
            JsonObject run = await().atMost(Duration.ofSeconds(30))
                    .until(() -> restores.run(id), json -> json.integer("pages").orElse(0L) > 0);
            long total = run.integer("bytes_total").orElseThrow();
            assertThat(run.text("state")).contains("running");
            assertThat(run.object("result")).isEmpty();
            assertThat(run.integer("bytes").orElseThrow()).isPositive().isLessThan(total);
            assertThat(run.integer("pages").orElseThrow()).isPositive();
            assertThat(run.number("seconds_left").orElseThrow()).isNotNegative();

            store.release(IN_THE_MIDDLE);
            JsonObject result = restores.awaitResult(id);
            assertThat(result.text("outcome")).contains("restored");
            assertThat(result.number("seconds").orElseThrow()).isGreaterThan(BigDecimal.ZERO);
            assertThat(result.integer("database_bytes").orElseThrow()).isPositive();
            JsonObject over = restores.run(id);
            assertThat(over.text("phase")).isEmpty();
            assertThat(over.integer("bytes")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"drill,restoring", "scrub,reading"})
    void theProgressOfDrillsAndScrubsIsShown(String kind, String phase) throws Exception {
        GoldenReplica.load("ltx/basic")
                .copyTo(folder.resolve("r"), Instant.now().minusSeconds(60));
        String address = "/api/v1/databases/app/";
        try (FaultInjectingStore store = new FaultInjectingStore(new FileObjectStore(folder, StorageListener.NONE));
                RunningDaemon daemon = RunningDaemon.below(
                        folder, Samples.database("app", Optional.empty(), Samples.in(store, "r", APP)))) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> daemon.results().latestDrill(APP).isPresent());
            store.stall(IN_THE_MIDDLE);
            String started = await().until(
                            () -> daemon.http().post(address + kind + "s", ""),
                            response -> response.statusCode() == 202)
                    .body();
            String id = JsonObject.parse(started).text("id").orElseThrow();
            assertThat(store.awaitStalled(IN_THE_MIDDLE)).isTrue();

            JsonObject run = await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> active(daemon.http(), kind),
                            found ->
                                    found.flatMap(json -> json.integer("bytes")).orElse(0L) > 0)
                    .orElseThrow();
            long total = run.integer("bytes_total").orElseThrow();
            assertThat(run.text("id")).contains(id);
            assertThat(run.text("replica")).contains("file");
            assertThat(run.text("state")).contains("running");
            assertThat(run.text("phase")).contains(phase);
            assertThat(run.integer("bytes").orElseThrow()).isPositive().isLessThan(total);
            assertThat(run.integer("pages").isPresent()).isEqualTo(kind.equals("drill"));
            assertThat(run.number("seconds_left").orElseThrow()).isNotNegative();

            store.release(IN_THE_MIDDLE);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> active(daemon.http(), kind).isEmpty());
            assertThat(daemon.http().get(address + kind + "s").body()).contains(id);
        }
    }

    private static Optional<JsonObject> active(Http http, String kind) {
        String runs = http.get("/api/v1/databases/app/runs").body();
        return JsonObject.parse("{\"all\":" + runs + "}").objects("all").orElseThrow().stream()
                .filter(run -> run.text("kind").equals(Optional.of(kind)))
                .findFirst();
    }

    /** The daemon shuts down normally while the store delays a response. */
    @Test
    void aRestartInTheMiddleLeavesNothingAndSaysSo() throws Exception {
        GoldenReplica.load("ltx/basic")
                .copyTo(folder.resolve("r"), Instant.now().minusSeconds(60));
        Path live = folder.resolve("app.db");
        String id;
        try (FaultInjectingStore store = new FaultInjectingStore(new FileObjectStore(folder, StorageListener.NONE))) {
            MonitoredDatabase app = Samples.database("app", Optional.of(live), Samples.in(store, "r", APP));
            try (RunningDaemon daemon = RunningDaemon.below(folder, app)) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> daemon.results().latestDrill(APP).isPresent());
                store.stall(IN_THE_MIDDLE);
                id = new RestoresOverHttp(daemon.http(), "app").order();
                assertThat(store.awaitStalled(IN_THE_MIDDLE)).isTrue();
                assertThat(daemon.stop()).isEmpty();
            }
        }
        MonitoredDatabase again = Samples.database(
                "app", Optional.of(live), Samples.in(new FileObjectStore(folder, StorageListener.NONE), "r", APP));
        try (RunningDaemon daemon = RunningDaemon.below(folder, again)) {
            RestoresOverHttp restores = new RestoresOverHttp(daemon.http(), "app");
            JsonObject result = restores.run(id).object("result").orElseThrow();
            assertThat(result.text("outcome")).contains("inconclusive");
            assertThat(result.text("reason").orElseThrow()).contains("stopped");
            assertThat(restores.past()).hasSize(1);
            assertThat(daemon.attempts().get(0).attempt().answer()).startsWith(id + " inconclusive: ");
            assertThat(live).doesNotExist();
            assertThat(folder.toFile().list())
                    .doesNotContain(".app.db.litedrill-lock")
                    .noneMatch(name -> name.startsWith(".app.db"));
            assertThat(restores.awaitResult(restores.order()).text("outcome")).contains("restored");
        }
    }
}
