package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.FindingCode;
import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenReplica;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data of the page: the board, trends, plans, scrubs and events of a daemon. */
class BoardOverHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private RunningDaemon daemon;

    @BeforeEach
    void start() throws Exception {
        Instant newest = Instant.now().minusSeconds(60);
        GoldenReplica.load("ltx/compacted").copyTo(folder.resolve("r/app"), newest);
        GoldenReplica.load("ltx/hole").copyTo(folder.resolve("r/broken"), newest);
        GoldenReplica.load("wal/basic").copyTo(folder.resolve("r/new"), newest);
        Files.writeString(folder.resolve("litedrill.yml"), """
            listen: 127.0.0.1:0
            home: BASE/home
            token: a-token-for-tests
            check: {interval: 1h}
            drill: {cron: '0 0 29 2 *'}
            objectives: {rto: 1h}
            databases:
              - {name: app, path: 'BASE/live/app.db', replica: 'file://BASE/r/app'}
              - {name: broken, replica: 'file://BASE/r/broken'}
              - {name: new, replica: 'file://BASE/r/new'}
              - {name: away, replica: 's3://bucket/path?endpoint=http://127.0.0.1:1&region=us-east-1'}
            """.replace("BASE", folder.toString()));
        assertThat(new User(folder).runs("drill", "app").code()).isZero();
        assertThat(new User(folder).runs("drill", "broken").code()).isEqualTo(2);
        daemon = RunningDaemon.of(folder);
        await().atMost(PATIENCE)
                .until(() ->
                        board().stream().allMatch(row -> row.time("checked_at").isPresent()));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private JsonObject get(String path) {
        return JsonObject.parse(daemon.http().get(path).body());
    }

    private List<JsonObject> board() {
        return get("/api/v1/board").objects("databases").orElseThrow();
    }

    private JsonObject row(String name) {
        return board().stream()
                .filter(row -> row.text("name").orElseThrow().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onlyAPassedDrillMakesADatabaseRestorable() {
        JsonObject app = row("app");
        assertThat(app.flag("restorable")).contains(true);
        assertThat(app.text("proof")).contains("proved");
        assertThat(app.time("proved_at")).isPresent();
        assertThat(app.number("restore_seconds")).isPresent();
        assertThat(app.objects("drill_trend").orElseThrow())
                .singleElement()
                .extracting(drill -> drill.text("outcome").orElseThrow())
                .isEqualTo("passed");
        assertThat(app.object("objectives").orElseThrow().integer("rto")).contains(3600L);

        JsonObject broken = row("broken");
        assertThat(broken.flag("restorable")).contains(false);
        assertThat(broken.text("proof")).contains("failed");
        assertThat(broken.object("finding").orElseThrow().text("severity")).contains("critical");

        JsonObject away = row("away");
        assertThat(away.flag("restorable")).contains(false);
        assertThat(away.text("proof")).contains("none");
        assertThat(away.text("verdict")).contains("unknown");
    }

    @Test
    void aResultArrivesAsAnEventWithItsRow() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + daemon.http().port() + "/api/v1/events"))
                .build();
        try (InputStream events = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofInputStream())
                .body()) {
            CompletableFuture<JsonObject> drill = CompletableFuture.supplyAsync(() -> data(events, "drill"));
            assertThat(daemon.http().post("/api/v1/databases/new/drills", "").statusCode())
                    .isEqualTo(202);

            JsonObject event = drill.get(30, TimeUnit.SECONDS);
            assertThat(event.text("database")).contains("new");
            assertThat(event.text("outcome")).contains("passed");
            assertThat(event.object("board").orElseThrow().flag("restorable")).contains(true);
        }
    }

    private static JsonObject data(InputStream events, String type) {
        Scanner lines = new Scanner(events, StandardCharsets.UTF_8);
        while (!lines.nextLine().equals("event: " + type)) {
            // another event, or a comment
        }
        return JsonObject.parse(lines.nextLine().substring("data: ".length()));
    }

    @Test
    void aTrendHasTheChecksOfThePeriod() {
        JsonObject replica = get("/api/v1/databases/app/trend?hours=1")
                .objects("replicas")
                .orElseThrow()
                .get(0);
        JsonObject point = replica.objects("points").orElseThrow().get(0);
        assertThat(point.integer("checks")).contains(1L);
        assertThat(point.integer("bytes").orElseThrow()).isPositive();
        assertThat(point.text("verdict")).contains("ok");
    }

    @Test
    void aPlanIsReadWithoutATokenAndPredictsRows() {
        JsonObject plan = get("/api/v1/databases/app/plan");
        assertThat(plan.objects("files").orElseThrow()).isNotEmpty();
        assertThat(plan.text("reason")).contains("");
        assertThat(plan.integer("expected_rows").orElseThrow()).isPositive();

        JsonObject early = get("/api/v1/databases/app/plan?timestamp=2001-01-01T00:00:00Z");
        assertThat(early.objects("files")).contains(List.of());
        assertThat(early.text("reason").orElseThrow()).isNotBlank();
    }

    @Test
    void eachFindingOfADatabaseHasItsMeaning() {
        JsonObject meanings = get("/api/v1/databases/broken").object("meanings").orElseThrow();
        assertThat(meanings.text("gap")).contains(FindingCode.GAP.meaning());
        assertThat(get("/api/v1/databases/app").object("meanings").orElseThrow().text("gap"))
                .isEmpty();
    }

    @Test
    void aScrubIsStartedAndListed() {
        assertThat(get("/api/v1/databases/app/window").objects("snapshots").orElseThrow())
                .isNotEmpty();
        assertThat(daemon.http().post("/api/v1/databases/app/scrubs", "").statusCode())
                .isEqualTo(202);
        await().atMost(PATIENCE)
                .until(
                        () -> daemon.http().get("/api/v1/databases/app/scrubs").body(),
                        body -> body.contains("\"verdict\":\"ok\""));
    }
}
