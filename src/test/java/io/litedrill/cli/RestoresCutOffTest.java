package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.daemon.PendingRestore;
import io.litedrill.daemon.PendingRestoreJournal;
import io.litedrill.history.KeptAttempt;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.Dump;
import io.litedrill.litestream.GoldenManifest.Kind;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.recover.Audit;
import io.litedrill.recover.KilledRestoreBench;
import io.litedrill.recover.RestoreRequest.Requester;
import io.litedrill.restore.RestorePhase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon is killed during a restore over the live path; the next one reports the outcome under the same id. */
class RestoresCutOffTest {
    private static final String FORCE = "\"force\":true";
    private static final String RESTORES = "/api/v1/databases/app/restores";
    private static final String MARKER = ".app.db.litedrill-owed";

    @TempDir
    Path folder;

    private Path live;
    private Path go;
    private byte[] old;

    @BeforeEach
    void makeADatabase() throws Exception {
        GoldenReplica.load("wal/basic")
                .copyTo(folder.resolve("r"), Instant.now().minusSeconds(60));
        live = Files.createDirectory(folder.resolve("live")).resolve("app.db");
        go = folder.resolve("go");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + live);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE mine(a)");
        }
        old = Files.readAllBytes(live);
        configured("");
    }

    private void configured(String more) throws Exception {
        Files.writeString(folder.resolve("litedrill.yml"), """
            listen: 127.0.0.1:0
            home: home
            tokens: [{name: oncall, role: restorer, token: a-token-for-tests}]
            databases: [{name: app, path: 'BASE/live/app.db', replica: 'file://BASE/r'}]
            """.replace("BASE", folder.toString()) + more);
    }

    /** Returns a command that waits for a file of the test, for a limited time. */
    private String waiting() {
        return "i=0; while [ ! -e " + go + " ] && [ $$i -lt 1000 ]; do sleep 0.02; i=$$(($$i + 1)); done";
    }

    /** Starts a restore in a daemon that is killed in this phase, then releases its commands. */
    private String killedIn(String phase) throws Exception {
        try (KilledDaemon daemon = KilledDaemon.start(folder)) {
            RestoresOverHttp restores = new RestoresOverHttp(daemon.http(), "app");
            String id = restores.order(FORCE);
            restores.awaitPhase(id, phase);
            daemon.kill();
            return id;
        } finally {
            Files.createFile(go);
        }
    }

    /** Returns the record of the next daemon for a run, which is the same in every place. */
    private JsonObject told(String id) throws Exception {
        try (RunningDaemon daemon = RunningDaemon.of(folder)) {
            RestoresOverHttp restores = new RestoresOverHttp(daemon.http(), "app");
            JsonObject run = restores.run(id);
            JsonObject result = run.object("result").orElseThrow();
            assertThat(run.text("state")).contains("done");
            assertThat(restores.past())
                    .filteredOn(past -> past.text("id").equals(Optional.of(id)))
                    .containsExactly(result);
            Audit.Attempt last = daemon.attempts().stream()
                    .map(KeptAttempt::attempt)
                    .findFirst()
                    .orElseThrow();
            assertThat(last.who()).isEqualTo("oncall");
            assertThat(last.what()).isEqualTo("restore " + RestoresOverHttp.live(FORCE));
            assertThat(last.answer())
                    .startsWith(id + " " + result.text("outcome").orElseThrow());
            assertNothingLeft();
            return result;
        }
    }

    private void assertNothingLeft() {
        assertThat(live.resolveSibling(".").toFile().list())
                .noneMatch(name -> name.startsWith(".app.db") && !name.equals(MARKER));
        assertThat(folder.resolve("home/restores").toFile().list()).isEmpty();
    }

    private void assertRestored() throws Exception {
        assertThat(Dump.sha256(live))
                .isEqualTo(GoldenReplica.load("wal/basic").expected(Kind.NEWEST).dumpSha256());
    }

    private static String reason(JsonObject result) {
        return result.text("reason").orElseThrow();
    }

    @Test
    void killedBeforeItBegan() throws Exception {
        configured("restore: {before: '" + waiting() + "'}\n");
        String id = killedIn("before");

        JsonObject result = told(id);

        assertThat(result.text("outcome")).contains("inconclusive");
        assertThat(reason(result)).contains("running restore.before", "was not touched", "may be stopped");
        assertThat(live).hasBinaryContent(old);
    }

    @Test
    void killedWhileItTested() throws Exception {
        configured("verify: {assertions: [{name: endless, sql: '" + Samples.ENDLESS + "', expect: '> 0'}]}\n");
        String id = killedIn("verifying");
        assertThat(live.resolveSibling(".").toFile().list()).hasSizeGreaterThan(1);
        configured("");

        JsonObject result = told(id);

        assertThat(result.text("outcome")).contains("inconclusive");
        assertThat(reason(result)).contains("being tested", "was not touched", "Ask for it again");
        assertThat(live).hasBinaryContent(old);
    }

    @Test
    void killedWhileWhatComesAfterItRan() throws Exception {
        configured("restore: {after: '" + waiting() + "'}\n");
        String id = killedIn("after");

        JsonObject result = told(id);

        assertThat(result.text("outcome")).contains("restored");
        assertThat(result.objects("findings").orElseThrow().get(0).text("code")).contains("hook-failed");
        assertRestored();
        assertThat(live.resolveSibling(MARKER)).exists();
    }

    /** The store does not respond, so the request waits for the outcome. */
    @Test
    void aRequestThatIsRepeatedAfterTheDaemonWasKilledFindsItsRun() throws Exception {
        String body = RestoresOverHttp.live(FORCE);
        String key = "the-key";
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            inStoreAt(silent.getLocalPort());
            try (KilledDaemon daemon = KilledDaemon.start(folder)) {
                CompletableFuture<HttpResponse<String>> answer =
                        CompletableFuture.supplyAsync(() -> daemon.http().post(RESTORES, body, key));
                await().until(() -> files("home/restores/keys").anyMatch(name -> name.endsWith(".json"))
                        && files("home/restores").anyMatch(name -> name.endsWith(".json")));
                assertThat(answer).isNotDone();
                daemon.kill();
                assertThat(answer).failsWithin(Duration.ofSeconds(20));
            }
            configured("");
            try (RunningDaemon daemon = RunningDaemon.of(folder)) {
                RestoresOverHttp restores = new RestoresOverHttp(daemon.http(), "app");
                String interrupted = restores.past().get(0).text("id").orElseThrow();
                HttpResponse<String> repeated = daemon.http().post(RESTORES, body, key);
                assertThat(repeated.statusCode()).as(repeated.body()).isEqualTo(202);
                assertThat(JsonObject.parse(repeated.body()).text("id")).contains(interrupted);
                assertThat(restores.past()).hasSize(1);
                assertThat(reason(restores.awaitResult(interrupted))).contains("was not touched");
                assertThat(live).hasBinaryContent(old);

                HttpResponse<String> fresh = daemon.http().post(RESTORES, body, "another-key");
                assertThat(JsonObject.parse(fresh.body()).text("id").orElseThrow())
                        .isNotEqualTo(interrupted);
            }
        }
    }

    private void inStoreAt(int port) throws Exception {
        configured("");
        Path file = folder.resolve("litedrill.yml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "'file://" + folder + "/r'",
                                "{url: 's3://b/p', endpoint: 'http://127.0.0.1:" + port
                                        + "', access-key-id: a, secret-access-key: b, region: r}"));
    }

    private Stream<String> files(String place) {
        return Stream.ofNullable(folder.resolve(place).toFile().list()).flatMap(Stream::of);
    }

    /** The same after SIGTERM: the daemon reports it itself before it ends. */
    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void stoppedWhileACommandOfTheOwnersRan(String phase) throws Exception {
        configured("restore: {" + phase + ": '" + waiting() + "'}\n");
        String id;
        try (RunningDaemon daemon = RunningDaemon.of(folder)) {
            RestoresOverHttp restores = new RestoresOverHttp(daemon.http(), "app");
            id = restores.order(FORCE);
            restores.awaitPhase(id, phase);
            assertThat(daemon.stop()).isEmpty();
        }
        Files.createFile(go);

        JsonObject result = told(id);

        if (phase.equals("after")) {
            assertThat(result.text("outcome")).contains("restored");
            assertThat(result.objects("findings").orElseThrow()).isEmpty();
            assertThat(reason(result)).contains("stopped", "restore.after", "ensure app");
            assertRestored();
            assertThat(live.resolveSibling(MARKER)).exists();
        } else {
            assertThat(result.text("outcome").orElseThrow()).isNotEqualTo("restored");
            assertThat(reason(result)).contains("restore.before", "interrupted");
            assertThat(live).hasBinaryContent(old);
            assertThat(live.resolveSibling(MARKER)).doesNotExist();
        }
    }

    /** Covers two moments of the swap; KillTest covers each. */
    @ParameterizedTest
    @ValueSource(strings = {"undone", "finished"})
    void whatASwapLeftIsSettledAndReportedUnderTheIdOfItsOrder(String end) throws Exception {
        String id = "20261101T000000000Z-0a1b2c3d";
        PendingRestore.Step step =
                new PendingRestore.Step(Instant.now(), Optional.of("file"), Optional.of(RestorePhase.SWAPPING));
        try (PendingRestoreJournal orders = new PendingRestoreJournal(Optional.of(folder.resolve("home/restores")))) {
            Requester asker = new Requester("oncall", "127.0.0.1", "restore " + RestoresOverHttp.live(FORCE));
            orders.keep(new PendingRestore(id, "app", true, live, step, asker));
        }
        if (end.equals("undone")) {
            KilledRestoreBench.cutOffBeforeTheOldHasLeft(id, live);
        } else {
            KilledRestoreBench.cutOffBeforeTheNewIsPlaced(id, live);
        }

        JsonObject result = told(id);

        assertThat(reason(result)).startsWith(end + " after an interruption");
        assertThat(result.text("outcome")).contains(end.equals("undone") ? "inconclusive" : "restored");
        assertThat(Files.readAllBytes(live))
                .isEqualTo(end.equals("undone") ? old : "new".getBytes(StandardCharsets.UTF_8));
    }

    /** A command runs first, as it may while the daemon does not run. */
    @Test
    void whatACommandSettledIsReportedUnderTheSameId() throws Exception {
        String id = "20261101T000000000Z-0a1b2c3d";
        PendingRestore.Step step =
                new PendingRestore.Step(Instant.now(), Optional.of("file"), Optional.of(RestorePhase.SWAPPING));
        try (PendingRestoreJournal orders = new PendingRestoreJournal(Optional.of(folder.resolve("home/restores")))) {
            Requester asker = new Requester("oncall", "127.0.0.1", "restore " + RestoresOverHttp.live(FORCE));
            orders.keep(new PendingRestore(id, "app", true, live, step, asker));
        }
        KilledRestoreBench.cutOffBeforeTheNewIsPlaced(id, live);
        CommandLineRun ensure = new CommandLineRun.User(folder).runs("ensure", "app", "--when", "missing");
        assertThat(ensure.err()).contains("a restore in place that was interrupted is finished now");

        assertThat(reason(told(id))).startsWith("finished after an interruption");
    }
}
