package io.litedrill.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.http.Views.Kind;
import io.litedrill.json.JsonObject;
import io.litedrill.recover.Permission;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.WalPosition;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiRestoresTest {
    private static final String RESTORES = RunningApi.DATABASE + "/restores";

    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    private Optional<RunningApi> running = Optional.empty();

    @BeforeEach
    void start() {
        running = Optional.of(RunningApi.usual(folder));
    }

    @AfterEach
    void stop() {
        running.ifPresent(RunningApi::close);
    }

    private RunningApi api() {
        return running.orElseThrow();
    }

    private HttpResponse<String> restoreTo(String output) {
        return api().post(
                        RESTORES,
                        JsonObject.with()
                                .put("target", "file")
                                .put("output", output)
                                .build()
                                .compact());
    }

    private HttpResponse<String> restoreAt(String point) {
        return api().post(RESTORES, "{\"point\":" + point + ",\"target\":\"file\",\"output\":\"x.db\"}");
    }

    private Point ordered() {
        return api().backend.orders.get(0).point();
    }

    @Test
    void aRestoreOfTheNewestIsAcceptedAndFollowedByItsId() throws IOException {
        HttpResponse<String> response = restoreTo("new.db");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Location")).contains("/api/v1/restores/run-1");
        assertThat(api().backend.orders)
                .containsExactly(new RestoreRequest(
                        "run-1",
                        new Point.Newest(),
                        new RestoreRequest.NewFile(folder.toRealPath().resolve("new.db")),
                        Permissions.NONE,
                        new RestoreRequest.Requester(
                                "all", "127.0.0.1", "restore {\"target\":\"file\",\"output\":\"new.db\"}")));

        assertThat(api().get("/api/v1/restores/run-1").body()).contains("\"state\":\"running\"");
        api().backend.end(Kind.RESTORES, "run-1", "{\"outcome\":\"restored\"}");
        assertThat(api().get("/api/v1/restores/run-1").body())
                .contains("\"state\":\"done\"")
                .endsWith("\"result\":{\"outcome\":\"restored\"}}");
    }

    @Test
    void readsEachKindOfPoint() {
        assertThat(restoreAt("{\"timestamp\":\"2026-11-23T13:00:00.5+01:00\"}").statusCode())
                .isEqualTo(202);
        assertThat(ordered()).isEqualTo(new Point.AtTime(Instant.parse("2026-11-23T12:00:00.5Z")));
        start(() -> restoreAt("{\"txid\":\"1f\"}"));
        assertThat(ordered()).isEqualTo(new Point.AtPosition(new LtxPosition(0x1f)));
        start(() -> restoreAt("{\"position\":\"0123456789abcdef/00000003:4152\"}"));
        assertThat(ordered()).isEqualTo(new Point.AtPosition(new WalPosition("0123456789abcdef", 3, 4152)));
    }

    private void start(Supplier<HttpResponse<String>> restore) {
        stop();
        running = Optional.of(RunningApi.usual(folder));
        assertThat(restore.get().statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                        | point: one of timestamp, txid and position",
                "{\"txid\":\"1\",\"timestamp\":\"2026-11-23T13:00:00Z\"} | point: one of timestamp, txid and position",
                "{\"timestamp\":\"yesterday\"}             | point.timestamp: a time as 2026-11-23T12:00:00Z",
                "{\"timestamp\":\"2026-11-23T13:00:00\"}   | point.timestamp: a time as 2026-11-23T12:00:00Z",
                "{\"timestamp\":5}                         | timestamp: expected a text",
                "{\"txid\":\"0\"}                          | point.txid: 1 or more",
                "{\"txid\":\"xyz\"}                        | point.txid: a TXID is 1 to 16 hex digits",
                "{\"position\":\"3:4\"}                    | point.position: a position is GENERATION/INDEX:OFFSET",
                "{\"time\":\"now\"}                        | point: no keys but position, timestamp, txid",
                "null                                      | body: no keys but accept_smaller, dry_run, fallback,"
                        + " force, new_replica, no_backup, output, point, skip_assertions, target",
                "\"newest\"                                | point: expected an object",
            })
    void anInvalidPointIsRefused(String point, String detail) {
        HttpResponse<String> response = restoreAt(point);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JsonObject.parse(response.body()).text("detail").orElseThrow())
                .startsWith(detail);
        assertThat(api().backend.orders).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                               | target: \"file\" (to a new file) or \"live\" (over"
                        + " the live path). Found: nothing",
                "{\"target\":\"place\",\"output\":\"x.db\"}       | target: \"file\" (to a new file) or \"live\" (over"
                        + " the live path). Found: place",
                "{\"target\":\"file\"}                            | output: the name of the new file",
                "{\"target\":\"file\",\"output\":7}               | output: expected a text",
                "{\"target\":\"live\",\"output\":\"x\"}        | output: not with target \"live\"",
                "{\"target\":\"file\",\"output\":\"x\",\"force\":true} | force: only with target \"live\"",
                "{\"target\":\"file\",\"output\":\"x\",\"no_backup\":true} | no_backup: only with target \"live\"",
                "{\"target\":\"live\",\"force\":\"yes\"}      | force: expected true or false",
                "{\"target\":\"live\",\"force\":null}         | body: no keys but ",
                "{\"target\":\"file\",\"output\":\"x\",\"z\":1}   | body: no keys but accept_smaller, dry_run,"
                        + " fallback, force, new_replica, no_backup, output, point, skip_assertions, target",
            })
    void anInvalidOrderIsRefused(String body, String detail) {
        HttpResponse<String> response = api().post(RESTORES, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JsonObject.parse(response.body()).text("detail").orElseThrow())
                .startsWith(detail);
    }

    @Test
    void anOrderForTheLivePathSaysAllThatIsAllowed() {
        HttpResponse<String> response = api().post(
                        RESTORES,
                        "{\"target\":\"live\",\"point\":{\"txid\":\"7\"},\"force\":true,\"accept_smaller\":true,\"fallback\":true,"
                                + "\"no_backup\":true,\"new_replica\":true,\"skip_assertions\":true,\"dry_run\":false}");

        assertThat(response.statusCode()).isEqualTo(202);
        RestoreRequest order = api().backend.orders.get(0);
        assertThat(order.destination()).isEqualTo(new RestoreRequest.LivePath());
        assertThat(order.point()).isEqualTo(new Point.AtPosition(new LtxPosition(7)));
        assertThat(order.permissions())
                .isEqualTo(Permissions.of(
                        Permission.FALLBACK,
                        Permission.ACCEPT_SMALLER,
                        Permission.SKIP_ASSERTIONS,
                        Permission.FORCE,
                        Permission.NO_BACKUP,
                        Permission.NEW_REPLICA));
        assertThat(order.by().who()).isEqualTo("all");
    }

    @Test
    void withoutMoreWordsNothingIsAllowed() {
        assertThat(api().post(RESTORES, "{\"target\":\"live\"}").statusCode()).isEqualTo(202);
        assertThat(api().backend.orders.get(0).permissions()).isEqualTo(Permissions.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"target\":\"live\"", "\"target\":\"file\",\"output\":\"x.db\""})
    void aDryRunIsAnsweredAtOnceAndTakesNothing(String target) {
        HttpResponse<String> response = api().post(RESTORES, "{" + target + ",\"dry_run\":true}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"dry_run\":true}");
        assertThat(api().backend.asked).isEmpty();
        assertThat(api().audit.get(0).answer()).isEqualTo("200 dry run");
        assertThat(restoreTo("x.db").statusCode()).isEqualTo(202);
    }

    @Test
    void whileItRunsItSaysHowFarItHasCome() {
        restoreTo("new.db");
        assertThat(api().get("/api/v1/restores/run-1").body())
                .contains("\"phase\":null,\"bytes\":null,\"bytes_total\":null,\"pages\":null,\"seconds_left\":null");

        api().backend.progress = Optional.of(new Views.Progress(
                "restoring", 512, Optional.of(2048L), Optional.of(3L), Optional.of(Duration.ofMillis(1500))));
        assertThat(api().get("/api/v1/restores/run-1").body())
                .contains(
                        "\"phase\":\"restoring\",\"bytes\":512,\"bytes_total\":2048,\"pages\":3,\"seconds_left\":1.5");
    }

    @Test
    void withoutABodyTheAnswerShowsOne() {
        assertThat(api().post(RESTORES).body()).contains("\\\"target\\\": \\\"file\\\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../x.db",
                "a/../../x.db",
                "/etc/x.db",
                "./x.db",
                "a//x.db",
                "a/",
                "x\u0000.db",
                "a\\..\\x.db",
                "x\ny.db",
                "~/x.db",
                "-x.db",
                ".hidden",
                "C:x.db",
                "%2e%2e/x.db",
                "..%2fx.db",
                "x.db-wal",
                "x.db-shm",
                "x.db-journal",
                "x.db\u202egnp"
            })
    void aNameThatCouldLeadElsewhereIsRefused(String output) {
        HttpResponse<String> response = restoreTo(output);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JsonObject.parse(response.body()).text("detail").orElseThrow())
                .startsWith("output: ");
        assertThat(api().backend.orders).isEmpty();
    }

    @Test
    void aSymbolicLinkLeadsNowhere() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        Files.createSymbolicLink(folder.resolve("dangling.db"), elsewhere.resolve("new.db"));

        assertThat(restoreTo("link/x.db").statusCode()).isEqualTo(400);
        assertThat(restoreTo("dangling.db").statusCode()).isEqualTo(409);
        assertThat(api().backend.orders).isEmpty();
    }

    @Test
    void aFolderBelowTheFolderIsFineWhenItIsThere() throws IOException {
        Files.createDirectory(folder.resolve("monday"));

        assertThat(restoreTo("monday/größe 1.db").statusCode()).isEqualTo(202);
        assertThat(restoreTo("tuesday/x.db").body()).contains("tuesday is not a folder below");
    }

    @Test
    void nothingIsWrittenOver() throws IOException {
        Files.writeString(folder.resolve("old.db"), "kept");
        Files.createDirectory(folder.resolve("dir"));

        assertThat(restoreTo("old.db").statusCode()).isEqualTo(409);
        assertThat(restoreTo("dir").statusCode()).isEqualTo(409);
        assertThat(api().backend.orders).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-wal", "-shm", "-journal"})
    void aStaleCompanionIsInTheWay(String suffix) throws IOException {
        Files.writeString(folder.resolve("x.db" + suffix), "stale");

        HttpResponse<String> response = restoreTo("x.db");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("x.db" + suffix + " already exists");
    }

    @Test
    void ofManyRestoresToOneNameAtOnceOneIsAccepted() {
        List<CompletableFuture<Integer>> answers = IntStream.range(0, 12)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> restoreTo("same.db").statusCode()))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).sorted())
                .startsWith(202, 409)
                .hasSize(12)
                .filteredOn(status -> status == 202)
                .hasSize(1);
        assertThat(restoreTo("same.db").body()).contains("another restore writes this file");
    }

    @Test
    void aNameIsFreeAgainWhenItsRestoreEndsWithoutAFile() {
        restoreTo("x.db");
        api().backend.end(Kind.RESTORES, "run-1", "{}");

        assertThat(restoreTo("x.db").statusCode()).isEqualTo(202);
    }

    @Test
    void aNameIsFreeAgainWhenTheRestoreIsNotBegun() {
        String body = "{\"target\":\"file\",\"output\":\"x.db\"}";

        assertThat(api().post("/api/v1/databases/nobody/restores", body).statusCode())
                .isEqualTo(404);
        assertThat(restoreTo("x.db").statusCode()).isEqualTo(202);
    }

    @Test
    void withoutAFolderNothingIsRestored() {
        try (RunningApi api = RunningApi.with(Optional.of(RunningApi.TOKEN), true)) {
            HttpResponse<String> response = api.post(RESTORES, "{\"target\":\"file\",\"output\":\"x.db\"}");

            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).contains("litedrill restore TARGET -o FILE");
        }
    }
}
