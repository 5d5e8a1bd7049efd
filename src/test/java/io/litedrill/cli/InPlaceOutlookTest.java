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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements about a restore in place before it starts: only known facts. */
class InPlaceOutlookTest {
    private static final String STOPPING = "restore: {before: [/bin/sh, -c, 'echo > RAN']}\n";

    @TempDir
    Path folder;

    private User user;
    private Path live;
    private Path ran;

    @BeforeEach
    void configureOneDatabase() throws IOException {
        GoldenReplica.load("wal/basic")
                .copyTo(folder.resolve("r/app"), Instant.now().minus(Duration.ofMinutes(2)));
        live = Files.createDirectory(folder.resolve("live")).resolve("app.db");
        ran = folder.resolve("ran");
        configured("");
    }

    private void configured(String more) throws IOException {
        user = new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .configured("databases:\n  - {name: app, path: '" + live + "', replica: 'file://" + folder
                        + "/r/app'}\n" + more.replace("RAN", ran.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", STOPPING})
    void aDryRunOverADatabaseInUseIsRefusedAndShowsThePlan(String hooks) throws Exception {
        configured(hooks);
        try (HoldingProcess holding = HoldingProcess.running(live, "CREATE TABLE t(a)")) {
            CommandLineRun text = user.runs("restore", "app", "--in-place", "--force", "--dry-run");
            assertThat(text.code()).as(text.out()).isEqualTo(4);
            assertThat(text.out())
                    .contains("recovery point  ", "process " + holding.pid())
                    .containsPattern("(?m)^refused         ");
            assertThat(text.out().contains("restore.before")).isEqualTo(!hooks.isEmpty());

            CommandLineRun json = user.runs("restore", "app", "--in-place", "--force", "--dry-run", "--json");
            assertThat(json.code()).isEqualTo(4);
            assertThat(json.object().text("outcome")).contains("refused");
            assertThat(json.object().text("reason").orElse("")).contains("in use", "process " + holding.pid());
            assertThat(json.json().get(0).get("plan").get("bytes").asLong()).isPositive();
        }
        assertThat(ran).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-wal", "-shm", "-journal"})
    void aFolderInThePlaceOfACompanionIsRefusedBeforeAnythingChanges(String suffix) throws Exception {
        Path obstacle = Files.createDirectory(live.resolveSibling("app.db" + suffix));
        for (String option : List.of("--dry-run", "--yes")) {
            CommandLineRun run = user.runs("restore", "app", "--in-place", "--force", option);
            assertThat(run.code()).as(run.out()).isEqualTo(4);
            assertThat(run.out()).contains(obstacle + " is a folder");
        }
        assertThat(live).doesNotExist();
        assertThat(obstacle).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(ints = {190, 191, 247})
    void theLongestNamesWorkOrAreRefusedInThePreview(int bytes) throws Exception {
        live = live.resolveSibling("a".repeat(bytes));
        configured("");
        boolean works = bytes == 190;
        for (String option : List.of("--dry-run", "--yes")) {
            CommandLineRun run = user.runs("restore", "app", "--in-place", option);
            assertThat(run.code()).as(run.out()).isEqualTo(works ? 0 : 4);
            assertThat(run.out().contains("its name has " + bytes + " bytes")).isEqualTo(!works);
        }
        assertThat(Files.exists(live)).isEqualTo(works);
    }

    @Test
    void theLongestNameOfARestoredFileWorks() {
        String name = "b".repeat(255);
        CommandLineRun run = user.runs("restore", "app", "-o", name);
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(folder.resolve(name)).isRegularFile();
    }

    @Test
    void aRefusalIsSaidOnce() throws Exception {
        HoldingProcess.running(live, "CREATE TABLE t(a)").close();
        CommandLineRun sound = user.runs("restore", "app", "--in-place", "--yes");
        assertThat(sound.code()).isEqualTo(4);
        assertThat(sound.out().split("is a sound database", -1)).hasSize(2);

        CommandLineRun gap =
                user.runs("restore", "app", "--in-place", "--force", "--yes", "--timestamp", "2001-01-01T00:00:00Z");
        assertThat(gap.code()).isEqualTo(4);
        assertThat(gap.out().split("no recovery point lies at", -1))
                .as(gap.out())
                .hasSize(2);
    }

    @Test
    void ofACommandThatDoesNotStartTheReasonIsSaidOnceToo() throws IOException {
        Files.move(folder.resolve("r/app"), folder.resolve("r/gone"));
        CommandLineRun run = user.runs("ensure", "app", "--", "/bin/true");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().split("no backup found under", -1)).as(run.err()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--in-place -o x.db", "-o x.db --force", "--force", "--in-place --output=x.db --yes"})
    void whatDoesNotGoTogetherIsSaidInASentence(String options) {
        CommandLineRun run = user.runs(("restore app " + options).split(" "));
        assertThat(run.code()).isEqualTo(64);
        assertThat(run.err()).startsWith("restore: ").contains("--in-place").doesNotContain("[", "Error:");
    }

    /** The command before the restore may end that use, so a restore without dry run confirms and runs it. */
    @Test
    void aRestoreOverADatabaseInUseBeginsWhereACommandRunsBefore() throws Exception {
        configured(STOPPING);
        try (HoldingProcess holding = HoldingProcess.running(live, "CREATE TABLE t(a)")) {
            CommandLineRun run = user.runs("restore", "app", "--in-place", "--force", "--yes");
            assertThat(run.code()).isEqualTo(4);
            assertThat(run.out()).contains("process " + holding.pid(), "restore.before had run");
        }
        assertThat(ran).exists();
        CommandLineRun dry = user.runs("restore", "app", "--in-place", "--force", "--dry-run");
        assertThat(dry.code()).as(dry.out()).isZero();
    }
}
