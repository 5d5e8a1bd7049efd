package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two databases in one replica: a plan refuses each state that a restore would refuse. */
class MixedPlanTest {
    @TempDir
    Path folder;

    private User user;
    private Path replica;

    @BeforeEach
    void configureOneDatabase() throws IOException {
        replica = folder.resolve("r/app");
        Path live = Files.createDirectory(folder.resolve("live")).resolve("app.db");
        user = new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .configured("databases:\n  - {name: app, path: '" + live + "', replica: 'file://" + replica + "'}\n");
    }

    private void twoGenerationsSideBySide() throws IOException {
        Instant newest = Instant.now().minusSeconds(120).truncatedTo(ChronoUnit.MILLIS);
        GoldenReplica.load("wal/basic").copyTo(replica, newest);
        GoldenReplica.load("wal/shrunk").copyTo(replica, newest.plusSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan app",
                "restore app --in-place --dry-run",
                "restore app --in-place --dry-run --fallback",
                "restore app -o new.db --dry-run",
                "restore app -o new.db"
            })
    void whatARestoreRefusesIsRefusedBeforeToo(String command) throws IOException {
        twoGenerationsSideBySide();

        CommandLineRun text = user.runs(command.split(" "));
        assertThat(text.code()).as(text.out()).isEqualTo(4);
        assertThat(text.out()).contains("two writers", "--position");

        CommandLineRun json = user.runs((command + " --json").split(" "));
        assertThat(json.code()).isEqualTo(4);
        assertThat(json.object().text("reason").orElse("")).contains("two writers");
        assertThat(json.codes()).contains("forked");
    }

    @Test
    void aRestoreInPlaceSaysItOnce() throws IOException {
        twoGenerationsSideBySide();

        CommandLineRun run = user.runs("restore", "app", "--in-place", "--yes");

        assertThat(run.code()).as(run.out()).isEqualTo(4);
        assertThat(run.out().split("which database is meant", -1)).hasSize(2);
    }

    /** A position selects one of the two. */
    @Test
    void aStateThatIsNamedIsPlanned() throws IOException {
        twoGenerationsSideBySide();
        String position =
                user.runs("plan", "app", "--json").object().text("position").orElseThrow();

        CommandLineRun plan = user.runs("plan", "app", "--position", position);
        CommandLineRun dry = user.runs("restore", "app", "--in-place", "--dry-run", "--position", position);

        assertThat(plan.code()).as(plan.out()).isZero();
        assertThat(dry.code()).as(dry.out()).isZero();
    }

    /** A file of another database follows the newest state: its position is not a state of this database. */
    @Test
    void aFileOfAnotherDatabaseIsSeenByItsHeader() throws IOException {
        String foreign = "ltx/0/000000000000000a-000000000000000a.ltx";
        GoldenReplica.load("ltx/basic").copyTo(replica);
        Path other = folder.resolve("other");
        GoldenReplica.load("ltx/restarted").copyTo(other);
        Files.copy(other.resolve(foreign), replica.resolve(foreign));

        assertThat(user.runs("plan", "app").code()).isEqualTo(4);
        assertThat(user.runs("plan", "app", "--txid", "a").code()).isEqualTo(4);
        assertThat(user.runs("plan", "app", "--txid", "9").code()).isZero();
        assertThat(user.runs("restore", "app", "-o", "a.db").code()).isEqualTo(4);
        assertThat(user.runs("restore", "app", "-o", "9.db", "--txid", "9").code())
                .isZero();
    }
}
