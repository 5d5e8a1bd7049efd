package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.history.KeptAttempt;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.recover.Audit;
import io.litedrill.recover.HoldingProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores over the live path through the API of a running daemon. */
class LiveRestoresTest {
    private static final String FORCE = "\"force\":true";
    private static final String DRY_RUN = "\"dry_run\":true";

    @TempDir
    Path folder;

    private Path live;
    private RunningDaemon daemon;
    private RestoresOverHttp restores;

    @BeforeEach
    void startADaemon() throws Exception {
        GoldenReplica.load("wal/basic")
                .copyTo(folder.resolve("r/app"), Instant.now().minusSeconds(60));
        Files.createDirectory(folder.resolve("r/empty"));
        live = Files.createDirectory(folder.resolve("live")).resolve("app.db");
        Files.createDirectory(folder.resolve("restored"));
        serve("");
    }

    private void serve(String more) throws Exception {
        Files.writeString(folder.resolve("litedrill.yml"), """
            listen: 127.0.0.1:0
            home: home
            restore_folder: restored
            tokens:
              - {name: oncall, role: restorer, token: a-token-for-tests}
              - {name: ci, role: operator, token: the-token-of-an-operator}
              - {name: grafana, role: viewer, token: the-token-of-a-viewer}
            check: {interval: 1s}
            drill: {cron: '0 0 29 2 *'}
            databases:
              - {name: app, path: 'BASE/live/app.db', replica: 'file://BASE/r/app'}
              - {name: elsewhere, replica: 'file://BASE/r/app'}
              - {name: bare, path: 'BASE/live/bare.db', replica: 'file://BASE/r/empty'}
              - {name: unmounted, path: 'BASE/live/un.db', replica: 'file://BASE/no/such/mount'}
            """.replace("BASE", folder.toString()) + more);
        daemon = RunningDaemon.of(folder);
        restores = new RestoresOverHttp(daemon.http(), "app");
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private void serveWith(String more) throws Exception {
        daemon.close();
        serve(more);
    }

    private void sound(String... sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + live);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE mine(a)");
            for (String each : sql) {
                statement.execute(each);
            }
        }
    }

    private List<String> beside() {
        return List.of(live.resolveSibling(".").toFile().list());
    }

    private List<Audit.Attempt> attempts() {
        return daemon.attempts().stream().map(KeptAttempt::attempt).toList();
    }

    private String answerTo(String who) {
        Audit.Attempt attempt = attempts().get(0);
        assertThat(attempt.who()).isEqualTo(who);
        assertThat(attempt.from()).isEqualTo("127.0.0.1");
        assertThat(attempt.what()).startsWith("restore");
        return attempt.answer();
    }

    @Test
    void restoresAMissingDatabaseAndReportsIt() {
        String id = restores.order();
        JsonObject result = restores.awaitResult(id);

        assertThat(result.text("outcome")).contains("restored");
        assertThat(result.text("output")).contains(live.toString());
        assertThat(result.text("moved_aside")).isEmpty();
        assertThat(result.text("requested_by")).contains("oncall");
        assertThat(result.flag("in_place")).contains(true);
        assertThat(result.text("position").orElseThrow()).contains("4200f3209d3a15a2/");
        assertThat(beside()).containsExactly("app.db");
        assertThat(restores.past()).extracting(past -> past.text("output")).contains(result.text("output"));
        assertThat(daemon.http().metric("litedrill_last_restore_timestamp_seconds{database=\"app\""))
                .isPositive();
        assertThat(attempts()).extracting(Audit.Attempt::who).containsExactly("oncall", "oncall");
        assertThat(attempts()).extracting(Audit.Attempt::database).containsExactly("app", "app");
        assertThat(attempts())
                .extracting(Audit.Attempt::answer)
                .containsExactlyInAnyOrder(id + " restored", "202 accepted as " + id);
    }

    @Test
    void whatWasThereIsMovedAsideOrDroppedOnRequest() throws Exception {
        Files.writeString(live, "no database at all\n".repeat(400));
        Path corrupted = Path.of(
                restores.awaitResult(restores.order()).text("moved_aside").orElseThrow());
        assertThat(corrupted.getFileName().toString()).startsWith("app.db.corrupted.");
        assertThat(corrupted.resolve("database")).hasContent("no database at all\n".repeat(400));

        Path replaced = Path.of(
                restores.awaitResult(restores.order(FORCE)).text("moved_aside").orElseThrow());
        assertThat(replaced.getFileName().toString()).startsWith("app.db.replaced.");

        JsonObject dropped = restores.awaitResult(restores.order(FORCE, "\"no_backup\":true"));
        assertThat(dropped.text("outcome")).contains("restored");
        assertThat(dropped.text("moved_aside")).isEmpty();
        assertThat(beside())
                .containsExactlyInAnyOrder(
                        "app.db",
                        corrupted.getFileName().toString(),
                        replaced.getFileName().toString());
    }

    @Test
    void aSoundDatabaseIsRefusedUnlessForced() throws Exception {
        sound();
        byte[] before = Files.readAllBytes(live);

        String reason = restores.refused(409, RestoresOverHttp.live());

        assertThat(reason).contains(live.toString(), "sound", "\"force\": true").doesNotContain("--force");
        assertThat(live).hasBinaryContent(before);
        assertThat(beside()).containsExactly("app.db");
        assertThat(answerTo("oncall")).startsWith("409 ").contains("sound");
        // the response precedes the entry in the history
        await().untilAsserted(() -> assertThat(restores.past())
                .extracting(past -> past.text("outcome").orElseThrow())
                .containsExactly("refused"));
    }

    /** The size is known only after the restore, so the refusal is the result of the run. */
    @Test
    void aMuchSmallerOneIsRefusedUnlessAccepted() throws Exception {
        restores.awaitResult(restores.order());
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + live);
                Statement statement = connection.createStatement()) {
            String table = statement
                    .executeQuery(
                            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'"
                                    + " AND name NOT LIKE 'sqlite%'")
                    .getString(1);
            String columns = String.valueOf(statement
                    .executeQuery("SELECT group_concat(name) FROM pragma_table_info('" + table + "') WHERE pk = 0")
                    .getString(1));
            for (int i = 0; i < 4; i++) {
                statement.execute("INSERT INTO " + table + "(" + columns + ") SELECT " + columns + " FROM " + table);
            }
        }
        byte[] before = Files.readAllBytes(live);

        JsonObject refused = restores.awaitResult(restores.order(FORCE));

        assertThat(refused.text("outcome")).contains("refused");
        assertThat(refused.text("reason").orElseThrow())
                .contains("\"accept_smaller\": true")
                .doesNotContain("--");
        assertThat(live).hasBinaryContent(before);
        assertThat(beside()).containsExactly("app.db");
        assertThat(answerTo("oncall")).contains(" refused: ");

        assertThat(restores.awaitResult(restores.order(FORCE, "\"accept_smaller\":true"))
                        .text("outcome"))
                .contains("restored");
    }

    @Test
    void whatAnotherProcessHasOpenIsRefusedWhateverIsForced() throws Exception {
        sound();
        try (HoldingProcess holding = HoldingProcess.running(live, "SELECT count(*) FROM mine")) {
            String reason = restores.refused(409, RestoresOverHttp.live(FORCE));
            assertThat(reason).contains("in use", "" + holding.pid());
            assertThat(answerTo("oncall")).startsWith("409 ").contains("in use");
            JsonObject preview = restores.preview(FORCE);
            assertThat(preview.text("would_be")).contains("refused");
            assertThat(preview.text("reason").orElseThrow()).contains("in use");
            assertThat(preview.text("overridden_by")).isEmpty();
        }
        assertThat(restores.awaitResult(restores.order(FORCE)).text("outcome")).contains("restored");
    }

    @ParameterizedTest
    @CsvSource({
        "the-token-of-a-viewer, 403, grafana, has the role viewer",
        "the-token-of-an-operator, 403, ci, has the role operator",
        "a-guess, 401, -, This is no token of the API"
    })
    void whoMayNotRestoreIsRefusedAndKept(String token, int status, String who, String reason) {
        RestoresOverHttp others = new RestoresOverHttp(new Http(daemon.http().port(), token), "app");
        assertThat(others.refused(status, RestoresOverHttp.live())).contains(reason);
        assertThat(others.refused(status, RestoresOverHttp.live(DRY_RUN))).contains(reason);
        assertThat(live).doesNotExist();
        assertThat(answerTo(who)).startsWith(status + " ");
        assertThat(attempts()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nobody    | 404 | No database is named nobody. GET /api/v1/databases lists those that are watched",
                "elsewhere | 403 | Set path in litedrill.yml, or restore to a file",
                "bare      | 409 | r/empty. See why: litedrill check bare",
                "unmounted | 503 | no/such: there is no such folder. Check the path, and that the volume is mounted"
            })
    void whatCannotBeRestoredIsSaidAndKept(String database, int status, String reason) {
        RestoresOverHttp others = new RestoresOverHttp(daemon.http(), database);
        assertThat(others.refused(status, RestoresOverHttp.live())).contains(reason);
        assertThat(answerTo("oncall")).startsWith(status + " ");
        assertThat(attempts().get(0).database()).isEqualTo(database);
        assertThat(others.refused(status, RestoresOverHttp.live(DRY_RUN))).contains(reason);
        assertThat(beside()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"target\":\"live\",\"farce\":true}",
                "{\"target\":\"live\",\"force\":\"no\"}",
                "live"
            })
    void anInvalidOrderIsRefusedAndKept(String body) {
        restores.refused(400, body);
        assertThat(answerTo("oncall")).startsWith("400 ");
        assertThat(live).doesNotExist();
    }

    @Test
    void anUnrestorablePointIsRefusedWithItsNeighbours() {
        String reason =
                restores.refused(409, RestoresOverHttp.live("\"point\":{\"timestamp\":\"2020-01-01T00:00:00Z\"}"));
        assertThat(reason).contains("4200f3209d3a15a2/");

        JsonObject outlook = JsonObject.parse(restores.ask(RestoresOverHttp.live(
                        "\"point\":{\"timestamp\":\"2020-01-01T00:00:00Z\"}", "\"fallback\":true", DRY_RUN))
                .body());
        assertThat(outlook.text("would_be")).contains("restored");
        assertThat(outlook.text("outcome")).isEmpty();
        assertThat(outlook.text("reason").orElseThrow()).contains("cannot be had: no recovery point lies at");
        assertThat(live).doesNotExist();
    }

    @Test
    void whileOneIsUnderWayAnotherOneIsRefused() throws Exception {
        serveWith("restore: {before: 'while [ ! -e go ]; do sleep 0.02; done'}\n".replace("go", folder + "/go"));
        String first = restores.order();
        restores.awaitPhase(first, "before");

        assertThat(restores.refused(409, RestoresOverHttp.live(FORCE)))
                .contains("app", "under way", "Wait for its end");
        assertThat(answerTo("oncall")).startsWith("409 ").contains("under way");

        Files.createFile(folder.resolve("go"));
        assertThat(restores.awaitResult(first).text("outcome")).contains("restored");
        assertThat(restores.awaitResult(restores.order(FORCE)).text("outcome")).contains("restored");
    }

    @Test
    void aDryRunSaysWhatWouldBeDoneAndChangesNothing() throws Exception {
        sound("PRAGMA user_version=9");
        byte[] before = Files.readAllBytes(live);

        JsonObject refused = restores.preview();
        assertThat(refused.text("would_be")).contains("refused");
        assertThat(refused.text("overridden_by")).contains("force");
        assertThat(refused.text("reason").orElseThrow()).contains("\"force\": true");
        JsonObject outlook = restores.preview(FORCE);
        assertThat(outlook.text("would_be")).contains("restored");
        assertThat(outlook.text("outcome")).isEmpty();
        assertThat(outlook.flag("in_place")).contains(true);
        assertThat(outlook.text("output")).contains(live.toString());
        assertThat(outlook.object("plan").orElseThrow().objects("files").orElseThrow())
                .isNotEmpty();
        JsonObject there = outlook.object("live").orElseThrow();
        assertThat(there.text("condition")).contains("sound");
        assertThat(there.integer("user_version").orElseThrow()).isEqualTo(9);

        JsonObject toFile =
                JsonObject.parse(restores.ask("{\"target\":\"file\",\"output\":\"new.db\",\"dry_run\":true}")
                        .body());
        assertThat(toFile.object("plan").orElseThrow().objects("files").orElseThrow())
                .isNotEmpty();

        assertThat(live).hasBinaryContent(before);
        assertThat(beside()).containsExactly("app.db");
        assertThat(folder.resolve("restored")).isEmptyDirectory();
        assertThat(restores.past()).isEmpty();
        assertThat(attempts())
                .extracting(attempt -> attempt.answer().substring(0, 4))
                .containsExactly("200 ", "200 ", "200 ");
    }

    @Test
    void whatRunsAfterItAndFailsIsAFindingOfTheResult() throws Exception {
        serveWith("restore: {after: 'echo no such column >&2; exit 3'}\n");
        String id = restores.order();
        JsonObject result = restores.awaitResult(id);

        assertThat(result.text("outcome")).contains("restored");
        assertThat(result.objects("findings").orElseThrow().get(0).text("code")).contains("hook-failed");
        assertThat(answerTo("oncall")).isEqualTo(id + " restored, hook-failed");
        assertThat(live).exists();
    }
}
