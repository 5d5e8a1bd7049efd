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

/** The hook after a restore in place, if it failed or never started: the application must not start without it. */
class PendingHookTest {
    @TempDir
    Path folder;

    private User user;
    private Path live;
    private Path owed;
    private Path works;
    private Path ran;
    private Path started;

    @BeforeEach
    void configureAMigrationThatWorksOnceAFileIsThere() throws IOException {
        GoldenReplica.load("wal/basic")
                .copyTo(folder.resolve("r/app"), Instant.now().minus(Duration.ofMinutes(2)));
        live = Files.createDirectory(folder.resolve("live")).resolve("app.db");
        owed = live.resolveSibling(".app.db.litedrill-owed");
        works = folder.resolve("works");
        ran = folder.resolve("ran");
        started = folder.resolve("started");
        configured("echo \"$LITEDRILL_DATABASE $LITEDRILL_POSITION\" >> RAN; test -e WORKS");
    }

    private void configured(String after) throws IOException {
        String script = after.replace("RAN", ran.toString()).replace("WORKS", works.toString());
        user = new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .configured("""
                    databases: [{name: app, path: LIVE, replica: 'file://BASE/r/app'}]
                    AFTER
                    """.replace("AFTER", after.isEmpty() ? "" : "restore: {after: [/bin/sh, AFTER.sh]}")
                        .replace("AFTER", folder.resolve("after").toString())
                        .replace("BASE", folder.toString())
                        .replace("LIVE", live.toString()));
        Files.writeString(folder.resolve("after.sh"), script + "\n");
    }

    private CommandLineRun start() {
        return user.runs("ensure", "app", "--", "/bin/sh", "-c", "echo > " + started);
    }

    private List<String> runs() throws IOException {
        return Files.readAllLines(ran);
    }

    @Test
    void theApplicationStartsOnlyOnceTheMigrationHasSucceeded() throws IOException {
        assertThat(start().code()).isEqualTo(5);
        assertThat(owed).exists();

        CommandLineRun again = start();
        assertThat(again.code()).as(again.out() + again.err()).isEqualTo(5);
        assertThat(again.err()).contains("hook-failed", "rm " + owed);
        assertThat(started).doesNotExist();

        Files.createFile(works);
        CommandLineRun mended = start();
        assertThat(mended.code()).as(mended.out() + mended.err()).isZero();
        assertThat(started).exists();
        assertThat(owed).doesNotExist();
        assertThat(runs()).hasSize(3).allMatch(runs().get(0)::equals);

        assertThat(start().code()).isZero();
        assertThat(runs()).hasSize(3);
    }

    /** Also on success, and before the line that reports completion. */
    @Test
    void whatTheCommandPrintsGoesToStderrWithItsName() throws IOException {
        configured("echo 'migrated to 7'; test -e WORKS || { echo 'no such column' >&2; exit 1; }");

        CommandLineRun failed = start();
        assertThat(failed.code()).isEqualTo(5);
        assertThat(failed.err())
                .containsSubsequence("restore.after: migrated to 7\n", "restore.after: no such column\n")
                .contains("WARNING: Database restored and verified, but with a problem: app: state of ")
                .doesNotContain("successfully restored");

        Files.createFile(works);
        Files.delete(live);
        Files.delete(owed);
        CommandLineRun restored = start();
        assertThat(restored.code()).as(restored.err()).isZero();
        assertThat(restored.err())
                .containsSubsequence(
                        "restore.after: migrated to 7\n", "Database successfully restored and verified: app");
        assertThat(restored.out()).doesNotContain("migrated");
    }

    @Test
    void hintsKeepTheConfigurationThatWasNamed() throws IOException {
        Path other = Files.move(folder.resolve("litedrill.yml"), folder.resolve("other.yml"));

        CommandLineRun run = user.runs("restore", "-c", other.toString(), "app", "--in-place", "--yes");

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.out()).contains("litedrill ensure -c " + other + " app");
    }

    @Test
    void theNextEnsureNamesTheConfigurationToo() throws IOException {
        assertThat(start().code()).isEqualTo(5);
        Path other = Files.move(folder.resolve("litedrill.yml"), folder.resolve("other.yml"));

        CommandLineRun run = user.runs("ensure", "-c", other.toString(), "app", "--json");

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.out()).contains("litedrill ensure -c " + other + " app");
    }

    @Test
    void whoDidItByHandSaysSoByRemovingTheNote() throws IOException {
        assertThat(start().code()).isEqualTo(5);

        Files.delete(owed);

        assertThat(start().code()).isZero();
        assertThat(started).exists();
        assertThat(runs()).hasSize(1);
    }

    @Test
    void aRestoreInPlaceOfWhatIsSoundByNowSaysWhatRunsItAgain() {
        assertThat(start().code()).isEqualTo(5);

        CommandLineRun run = user.runs("restore", "app", "--in-place", "--yes");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).contains("restore.after", "litedrill ensure app");
        assertThat(owed).exists();
    }

    @Test
    void aNewRestoreHasItsOwnMarkerAndTheOldOneGoesWithTheOldDatabase() throws IOException {
        assertThat(start().code()).isEqualTo(5);
        String first = Files.readString(owed);

        CommandLineRun run = user.runs("restore", "app", "--in-place", "--force", "--yes", "--json");

        assertThat(run.code()).as(run.out()).isEqualTo(5);
        assertThat(owed).exists();
        assertThat(Files.readString(owed)).isNotEqualTo(first);
        Path aside = Path.of(run.object().text("moved_aside").orElseThrow());
        assertThat(aside.resolve("owed")).hasContent(first);

        Files.createFile(works);
        Files.delete(live);
        CommandLineRun restored = user.runs("ensure", "app", "--json");
        assertThat(restored.code()).as(restored.out()).isZero();
        assertThat(restored.object().text("moved_aside")).isEmpty();
        assertThat(owed).doesNotExist();
    }

    @Test
    void whatWasTakenOutOfTheConfigurationIsNotTakenForDone() throws IOException {
        assertThat(start().code()).isEqualTo(5);
        configured("");

        CommandLineRun run = start();

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.err()).contains("not in the configuration", "rm " + owed);
        assertThat(started).doesNotExist();
    }

    @Test
    void anUnreadableMarkerStillCounts() throws IOException {
        assertThat(start().code()).isEqualTo(5);
        Files.writeString(owed, "half of it");

        CommandLineRun run = start();

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains(owed + ": ", "rm " + owed);
        assertThat(started).doesNotExist();
    }

    /** Systemd and Docker do the same: the application starts through another ensure. */
    @Test
    void anEnsureInsideOfItDoesNotRunItAgain() throws Exception {
        Path inner = folder.resolve("inner");
        configured("echo once >> RAN; i=0; while test ! -e WORKS && test $i -lt 600; do sleep 0.1; i=$((i+1)); done");
        Thread outer = new Thread(() -> assertThat(start().code()).isZero());
        outer.start();
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(ran));

        CommandLineRun run = user.runs("ensure", "app", "--", "/bin/sh", "-c", "echo > " + inner);

        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(4);
        assertThat(run.err()).contains("restore.after");
        assertThat(inner).doesNotExist();
        Files.createFile(works);
        outer.join();
        assertThat(runs()).containsExactly("once");
        assertThat(started).exists();
    }

    @Test
    void aLineForTheShellReceivesTheRestore() throws IOException {
        user.configured("""
            databases: [{name: app, path: LIVE, replica: 'file://HERE/r/app'}]
            restore: {after: 'echo "$LITEDRILL_DATABASE ${LITEDRILL_DATABASE_FILE}" > RAN'}
            """.replace("HERE", folder.toString())
                .replace("LIVE", live.toString())
                .replace("RAN", ran.toString()));

        assertThat(start().code()).isZero();
        assertThat(runs()).containsExactly("app " + live);
    }

    @Test
    void aSoundDatabaseWithoutAMarkerRunsNothing() throws Exception {
        HoldingProcess.running(live, "CREATE TABLE t(a)").close();
        assertThat(start().code()).isZero();
        assertThat(ran).doesNotExist();
    }
}
