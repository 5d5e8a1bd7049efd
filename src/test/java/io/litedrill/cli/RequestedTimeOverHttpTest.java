package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenReplica;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API reports requested and delivered times, and expected refusals for size, like the command line. */
class RequestedTimeOverHttpTest {
    @TempDir
    Path folder;

    private Path live;
    private RunningDaemon daemon;
    private RestoresOverHttp restores;

    @BeforeEach
    void startADaemonWithAPastDrill() throws Exception {
        GoldenReplica.load("ltx/compacted")
                .copyTo(folder.resolve("r/app"), Instant.now().minusSeconds(60));
        live = Files.createDirectory(folder.resolve("live")).resolve("app.db");
        Files.createDirectory(folder.resolve("restored"));
        Files.writeString(folder.resolve("litedrill.yml"), """
                listen: 127.0.0.1:0
                home: BASE/home
                restore_folder: restored
                token: a-token-for-tests
                check: {interval: 1h}
                drill: {cron: '0 0 29 2 *'}
                databases:
                  - {name: app, path: 'BASE/live/app.db', replica: 'file://BASE/r/app'}
                """.replace("BASE", folder.toString()));
        assertThat(new User(folder).runs("drill", "app").code()).isZero();
        daemon = RunningDaemon.of(folder);
        restores = new RestoresOverHttp(daemon.http(), "app");
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private JsonObject get(String path) {
        HttpResponse<String> response = daemon.http().get("/api/v1/databases/app/" + path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonObject.parse(response.body());
    }

    private JsonObject around(String time) {
        return get("window?around=" + URLEncoder.encode(time, StandardCharsets.UTF_8))
                .object("around")
                .orElseThrow();
    }

    private Instant between() {
        JsonObject span = get("window").objects("spans").orElseThrow().get(0);
        List<JsonObject> points =
                around(span.text("from").orElseThrow()).objects("points").orElseThrow();
        return points.get(1).time("recovery_point").orElseThrow().plusMillis(15);
    }

    @Test
    void theWindowListsThePointsAroundATime() {
        Instant requested = between();
        JsonObject near = around(requested.toString());

        assertThat(near.time("time")).contains(requested);
        JsonObject delivered = near.object("restores_to").orElseThrow();
        assertThat(delivered.time("recovery_point")).contains(requested.minusMillis(15));
        assertThat(near.objects("points").orElseThrow())
                .anyMatch(
                        point -> point.number("distance_seconds").orElseThrow().signum() > 0)
                .anyMatch(point -> point.text("position").equals(delivered.text("position")));
        assertThat(around(requested.minusMillis(15) + "")
                        .object("restores_to")
                        .orElseThrow()
                        .text("position"))
                .isEqualTo(delivered.text("position"));
        assertThat(around("2099-01-01T01:00:00+01:00").flag("after_newest")).contains(true);
        assertThat(get("window").object("around")).isEmpty();
        assertThat(daemon.http()
                        .get("/api/v1/databases/app/window?around=yesterday")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void anOrderToATimeReportsWhatIsDelivered() {
        Instant requested = between();
        String point = "\"point\":{\"timestamp\":\"" + requested + "\"}";

        JsonObject dry = JsonObject.parse(
                restores.ask(RestoresOverHttp.live(point, "\"dry_run\":true")).body());
        assertThat(dry.text("would_be")).contains("restored");
        JsonObject smaller = restores.awaitResult(restores.order(point));
        assertThat(smaller.text("outcome")).contains("refused");
        assertThat(smaller.time("requested")).contains(requested);
        assertThat(smaller.number("earlier_by_seconds")).isEmpty();
        JsonObject done = restores.awaitResult(restores.order(point, "\"accept_smaller\":true"));

        for (JsonObject each : List.of(
                dry, dry.object("plan").orElseThrow(), done, restores.past().get(0))) {
            assertThat(each.time("requested")).contains(requested);
            assertThat(each.number("earlier_by_seconds").orElseThrow()).isEqualByComparingTo("0.015");
            assertThat(each.object("next_later")
                            .orElseThrow()
                            .time("recovery_point")
                            .orElseThrow())
                    .isAfter(requested);
        }
    }

    @Test
    void aDryRunSaysThatTheSizeIsExpectedToBeRefused() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + live);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE mine AS WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n"
                    + " WHERE i<50000) SELECT i FROM n");
        }
        Files.setLastModifiedTime(live, FileTime.from(Instant.now().minusSeconds(30)));

        for (String order : List.of(
                RestoresOverHttp.live("\"force\":true", "\"dry_run\":true"),
                "{\"target\":\"file\",\"output\":\"new.db\",\"dry_run\":true}")) {
            HttpResponse<String> answer = restores.ask(order);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonObject dry = JsonObject.parse(answer.body());
            assertThat(dry.text("would_be")).contains("refused");
            assertThat(dry.text("reason").orElseThrow())
                    .contains("expected to be refused for its size", "\"accept_smaller\": true")
                    .doesNotContain("--accept-smaller");
            assertThat(dry.object("size").orElseThrow().flag("refusal_expected"))
                    .contains(true);
        }
    }
}
