package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.recover.HoldingProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts about a live file from earlier runs: the state that a restore left there, and that the file existed. */
class LiveFileMemoryTest {
    @TempDir
    Path folder;

    private User user;
    private Path live;

    @BeforeEach
    void configureOneDatabase() throws IOException {
        GoldenReplica.load("wal/basic")
                .copyTo(folder.resolve("r/app"), Instant.now().minus(Duration.ofMinutes(20)));
        live = Files.createDirectory(folder.resolve("live")).resolve("app.db");
        user = new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .configured("databases:\n  - {name: app, path: " + live + ", replica: 'file://"
                        + folder.resolve("r/app") + "'}\n");
    }

    private void runs(int code, String... args) {
        CommandLineRun run = user.runs(args);
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(code);
    }

    private void write() throws Exception {
        HoldingProcess.running(live, "CREATE TABLE more(a)").close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ensure app",
                "restore app --in-place --yes",
                "restore app -o LIVE",
                "restore app --in-place" + " --yes --position POINT"
            })
    void aRestoredFileIsInSyncUntilItIsWrittenTo(String command) throws Exception {
        String oldest = user.runs("window", "app", "--json").object().objects("spans").orElseThrow().stream()
                .findFirst()
                .flatMap(span -> span.text("from_position"))
                .orElseThrow();
        runs(
                0,
                command.replace("LIVE", live.toString())
                        .replace("POINT", oldest)
                        .split(" "));

        user.later(Duration.ofHours(1));
        CommandLineRun check = user.runs("check", "app", "--json");
        assertThat(check.codes()).as(check.out()).doesNotContain("stale");
        assertThat(check.object().number("lag_seconds").orElseThrow().doubleValue())
                .isZero();
        assertThat(user.runs("drill", "app", "--json").codes()).doesNotContain("live-differs");

        write();
        user.later(Duration.ofHours(2));
        assertThat(user.runs("check", "app", "--json").codes()).contains("stale");
    }

    @Test
    void anotherFileOfThatPathIsNotTheRestoredOne() throws Exception {
        runs(0, "ensure", "app");
        Files.delete(live);
        write();

        user.later(Duration.ofHours(1));
        assertThat(user.runs("check", "app", "--json").codes()).contains("stale");
    }

    @Test
    void aLiveDatabaseThatIsGoneIsCriticalAtOnce() throws Exception {
        assertThat(user.runs("check", "app", "--json").codes()).doesNotContain("live-missing");
        runs(0, "ensure", "app");
        runs(0, "check", "app");
        Files.delete(live);

        CommandLineRun gone = user.runs("check", "app", "--json");
        assertThat(gone.code()).isEqualTo(2);
        assertThat(gone.codes()).contains("live-missing");
        assertThat(user.runs("status", "app").out()).contains("live-missing");
        CommandLineRun doctor = user.runs("doctor", "app");
        assertThat(doctor.code()).isEqualTo(2);
        assertThat(doctor.out()).contains("live-missing");

        runs(0, "ensure", "app");
        assertThat(user.runs("check", "app", "--json").codes()).doesNotContain("live-missing");
    }

    @Test
    void aPathThatThisMachineHasNeverSeenIsNoFinding() {
        runs(1, "check", "app");

        assertThat(user.runs("check", "app", "--json").codes()).doesNotContain("live-missing");
        assertThat(user.runs("doctor", "app").out()).contains("is not on this machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-o LIVE", "--in-place --yes", "--in-place --dry-run"})
    void aRefusedRestorePrintsThePathOnce(String destination) throws Exception {
        runs(0, "ensure", "app");

        CommandLineRun refused = user.runs(("restore app " + destination.replace("LIVE", live.toString())).split(" "));

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.out().split(java.util.regex.Pattern.quote(live.toString()), -1))
                .as(refused.out())
                .hasSize(2);
    }
}
