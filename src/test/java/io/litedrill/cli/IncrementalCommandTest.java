package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drills that keep their database, and restores from it, by the command line. */
class IncrementalCommandTest {
    private static final String CONFIGURATION = """
        listen: 127.0.0.1:0
        home: 'BASE/home'
        restore_folder: 'BASE/restored'
        tokens:
          - {name: oncall, role: restorer, token: a-token-for-tests}
        drill: {mode: incremental, cron: '0 0 29 2 *'}
        databases:
          - {name: app, path: 'BASE/live/app.db', replica: 'file://BASE/r/app'}
        """;

    @TempDir
    Path folder;

    private User user;
    private Path live;
    private JsonObject full;

    @BeforeEach
    void drillOnce() throws IOException {
        GoldenReplica.load("wal/basic")
                .copyTo(folder.resolve("r/app"), Instant.now().minus(Duration.ofMinutes(2)));
        live = Files.createDirectory(folder.resolve("live")).resolve("app.db");
        Files.createDirectory(folder.resolve("restored"));
        user = new User(folder).configured(CONFIGURATION.replace("BASE", folder.toString()));
        CommandLineRun first = user.runs("drill", "app", "--json");
        assertThat(first.code()).as(first.err()).isZero();
        full = first.object();
        assertThat(full.text("mode")).contains("full");
        assertThat(full.text("full_because")).contains("there is no kept copy of an earlier drill");
    }

    @Test
    void theNextDrillSaysThatItIsIncremental() {
        JsonObject second = user.runs("drill", "app", "--json").object();
        assertThat(second.text("outcome")).contains("passed");
        assertThat(second.text("mode")).contains("incremental");
        assertThat(second.text("full_because")).isEmpty();

        assertThat(user.runs("drill", "app").out())
                .contains("source          proved copy on this machine, and newer files of the replica");
    }

    @Test
    void doctorListsTheKeptCopyOfARemovedDatabase() throws IOException {
        assertThat(user.runs("doctor", "--json").out()).doesNotContain("a kept database of");

        user.configured(CONFIGURATION.replace("BASE", folder.toString()).replace("name: app", "name: other"));
        String out = user.runs("doctor", "--json").out();

        assertThat(out)
                .contains("a kept database of", ", of file://" + folder.resolve("r/app"), "rm -r " + folder)
                .contains("No database of this configuration has it");
        assertThat(user.runs("doctor", "other", "--json").out()).contains("a kept database of");
    }

    /** The store may have lost the replica, and then the copy is the last state of the database. */
    @Test
    void doctorProposesToDeleteNoCopyOfAReplicaThatASearchMisses() throws IOException {
        Files.createDirectory(folder.resolve("lost"));
        user.configured(CONFIGURATION.replace("BASE", folder.toString()).replace("name: app", "name: other")
                + "discover: 'file://" + folder.resolve("lost") + "'\n");

        String out = user.runs("doctor", "--json").out();

        assertThat(out).contains("other").doesNotContain("a kept database of", "rm -r");
    }

    @Test
    void aFullDrillCanBeRequestedAndComparesBoth() {
        JsonObject requested = user.runs("drill", "app", "--full", "--json").object();
        assertThat(requested.text("outcome")).contains("passed");
        assertThat(requested.text("mode")).contains("full");
        assertThat(requested.text("full_because")).contains("a full drill was requested");
        assertThat(requested.objects("checks").orElseThrow())
                .extracting(
                        check -> check.text("name").orElseThrow(),
                        check -> check.text("outcome").orElseThrow())
                .contains(tuple("kept_copy", "passed"));

        assertThat(user.runs("drill", "app", "--json").object().text("mode")).contains("incremental");
    }

    @Test
    void aRestoreToAFileTakesTheKeptCopyAndSaysSo() throws IOException {
        Path output = folder.resolve("out.db");
        CommandLineRun run = user.runs("restore", "app", "-o", output.toString(), "--json");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.object().text("source")).contains("proved copy");
        assertThat(output).exists();
        assertThat(user.runs("restore", "app", "-o", folder.resolve("other.db").toString())
                        .out())
                .contains("proved copy on this machine");
        assertThat(Files.mismatch(output, folder.resolve("other.db"))).isEqualTo(-1);
    }

    @Test
    void aRestoreInPlaceAndEnsureTakeIt() {
        CommandLineRun ensured = user.runs("ensure", "app", "--json");
        assertThat(ensured.code()).as(ensured.err()).isZero();
        assertThat(ensured.object().text("source")).contains("proved copy");

        CommandLineRun replaced = user.runs("restore", "app", "--in-place", "--yes", "--force", "--json");
        assertThat(replaced.code()).as(replaced.out()).isZero();
        assertThat(replaced.object().text("source")).contains("proved copy");
        assertThat(live).exists();
    }

    @Test
    void soDoesARestoreOverHttp() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.of(folder)) {
            RestoresOverHttp restores = new RestoresOverHttp(daemon.http(), "app");
            JsonObject result = restores.awaitResult(restores.order());
            assertThat(result.text("outcome")).contains("restored");
            assertThat(result.text("source")).contains("proved copy");
        }
    }

    /** An incremental drill reads too little to measure the duration of a restore. */
    @Test
    void theTimeOfARestoreIsThatOfTheLastFullDrill() throws Exception {
        assertThat(user.runs("drill", "app", "--json").object().text("mode")).contains("incremental");
        JsonObject seconds = full.object("seconds").orElseThrow();

        try (RunningDaemon daemon = RunningDaemon.of(folder)) {
            JsonObject row = JsonObject.parse(daemon.http().get("/api/v1/board").body())
                    .objects("databases")
                    .orElseThrow()
                    .get(0);
            assertThat(row.objects("drill_trend").orElseThrow()).hasSize(2);
            assertThat(row.number("restore_seconds").orElseThrow().doubleValue())
                    .isEqualTo(number(seconds, "total"));
            assertThat(daemon.http().get("/metrics").body())
                    .contains("litedrill_rto_seconds{database=\"app\",phase=\"restore\",replica=\"file\"} "
                            + number(seconds, "restore"));
        }
    }

    private static double number(JsonObject object, String key) {
        return object.number(key).orElseThrow().doubleValue();
    }

    @Test
    void whenTheStoreCannotBeReadTheKeptCopyIsOffered() throws IOException {
        Path output = folder.resolve("out.db");
        Path gone = folder.resolve("r");
        Files.move(gone, folder.resolve("elsewhere"));

        CommandLineRun refused = user.runs("restore", "app", "-o", output.toString());
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.out()).contains("A drill keeps its state of 20", "--proved-copy with -o FILE restores it");
        assertThat(output).doesNotExist();

        CommandLineRun taken = user.runs("restore", "app", "-o", output.toString(), "--proved-copy", "--json");
        assertThat(taken.code()).as(taken.out()).isZero();
        assertThat(taken.object().text("source")).contains("proved copy");
        assertThat(taken.object().text("reason").orElseThrow())
                .contains("nothing could be restored from the replica", "newer changes are missing");
        assertThat(taken.object().text("position")).isPresent();
        assertThat(output).exists();
    }

    @Test
    void whenTheBackupIsGoneTheKeptCopyIsOffered() throws IOException {
        Path output = folder.resolve("out.db");
        Files.move(folder.resolve("r/app"), folder.resolve("elsewhere"));
        Files.createDirectory(folder.resolve("r/app"));

        CommandLineRun refused = user.runs("restore", "app", "-o", output.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.out()).contains("--proved-copy with -o FILE restores it");
        assertThat(user.runs("restore", "app", "-o", output.toString(), "--proved-copy")
                        .code())
                .isZero();
        assertThat(user.runs("restore", "app", "--in-place", "--proved-copy").code())
                .isEqualTo(64);
    }
}
