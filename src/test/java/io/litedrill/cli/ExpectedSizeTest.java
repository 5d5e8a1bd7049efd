package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.recover.HoldingProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A restore that will be refused for its size reports this before it reads the backup, as an expectation from past
 * drills.
 */
class ExpectedSizeTest {
    @TempDir
    Path folder;

    private User user;
    private Path live;

    @BeforeEach
    void drillOnceAndLetTheLiveDatabaseGrow() throws Exception {
        GoldenReplica.load("wal/basic")
                .copyTo(folder.resolve("r/app"), Instant.now().minus(Duration.ofMinutes(2)));
        live = Files.createDirectory(folder.resolve("live")).resolve("app.db");
        user = new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .configured(yaml(""));
        assertThat(user.runs("drill", "app").code()).isZero();
        grow(50_000);
    }

    private String yaml(String more) {
        return "databases:\n  - {name: app, path: '" + live + "', replica: 'file://" + folder + "/r/app'}\n" + more;
    }

    private void grow(int rows) throws SQLException, IOException {
        Files.deleteIfExists(live);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + live);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE mine(a)");
            statement.execute("WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<" + rows
                    + ") INSERT INTO mine SELECT i FROM n");
        }
        Files.setLastModifiedTime(
                live, java.nio.file.attribute.FileTime.from(Instant.now().minus(Duration.ofSeconds(30))));
    }

    private long drilled() {
        return user.runs("drill", "app", "--json").object().integer("rows").orElseThrow();
    }

    @Test
    void aDryRunInPlaceSaysSoAndTheRestoreIsRefusedForIt() {
        CommandLineRun dry = user.runs("restore", "app", "--in-place", "--force", "--dry-run");
        assertThat(dry.code()).as(dry.out()).isEqualTo(4);
        assertThat(dry.out())
                .containsPattern(
                        "(?m)^its size        it is expected to be refused for its size.* the drill of \\S+ found \\d+ rows"
                                + " in the state of \\S+, which is the one to be restored, and the live database has 50000\\."
                                + ".*--accept-smaller");

        CommandLineRun real = user.runs("restore", "app", "--in-place", "--force", "--yes");
        assertThat(real.code()).as(real.out()).isEqualTo(4);
        assertThat(real.out()).contains("its size        it is expected", "fewer than half of the 50000");
    }

    @Test
    void jsonHasTheNumbers() {
        JsonObject dry = user.runs("restore", "app", "--in-place", "--force", "--dry-run", "--json")
                .object();
        assertThat(dry.text("outcome")).contains("refused");
        assertThat(dry.text("would_be")).contains("refused");
        assertThat(dry.text("reason").orElseThrow()).contains("expected to be refused for its size");
        JsonObject size = dry.object("size").orElseThrow();
        assertThat(size.flag("refusal_expected")).contains(true);
        assertThat(size.integer("compared_rows")).contains(50_000L);
        assertThat(size.text("compared_with")).contains("the live database");
        assertThat(size.integer("expected_rows")).contains(drilledRows());
        assertThat(size.time("expected_state"))
                .isEqualTo(dry.object("plan").orElseThrow().time("recovery_point"));
        assertThat(dry.object("plan").orElseThrow().integer("bytes").orElseThrow())
                .isPositive();
    }

    private long drilledRows() {
        try {
            Files.delete(live);
            return drilled();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void thePromptComesAfterIt() {
        CommandLineRun asked = user.answers("n", "restore", "app", "--in-place", "--force");
        assertThat(asked.code()).isEqualTo(4);
        assertThat(asked.out()).contains("its size        it is expected").contains("not confirmed");
    }

    @Test
    void aRestoreOfTheNewestToAFileSaysSoToo() {
        CommandLineRun dry = user.runs("restore", "app", "-o", "a.db", "--dry-run");
        assertThat(dry.code()).as(dry.out()).isEqualTo(4);
        assertThat(dry.out()).contains("its size        it is expected");
        assertThat(user.runs("restore", "app", "-o", "a.db", "--dry-run", "--json")
                        .object()
                        .text("would_be"))
                .contains("refused");
        CommandLineRun real = user.runs("restore", "app", "-o", "a.db", "--json");
        assertThat(real.code()).isEqualTo(4);
        assertThat(real.err()).contains("it is expected to be refused for its size");
        assertThat(real.object().text("outcome")).contains("refused");
    }

    /** A new file may be of any size, and so may a restore that accepts a smaller result. */
    @Test
    void nothingIsSaidWhereASmallResultIsTaken() {
        String plan =
                user.runs("plan", "app", "--json").object().text("position").orElseThrow();
        CommandLineRun earlier = user.runs("restore", "app", "-o", "a.db", "--position", plan, "--dry-run");
        assertThat(earlier.code()).isZero();
        assertThat(earlier.out()).doesNotContain("its size");
        CommandLineRun accepted =
                user.runs("restore", "app", "--in-place", "--force", "--accept-smaller", "--dry-run", "--json");
        assertThat(accepted.code()).isZero();
        assertThat(accepted.object().text("would_be")).contains("restored");
        assertThat(accepted.object().object("size")).isEmpty();
    }

    @Test
    void nothingIsSaidWhereTheResultIsExpectedToBeLargeEnough() throws Exception {
        grow(3);
        CommandLineRun dry = user.runs("restore", "app", "--in-place", "--force", "--dry-run", "--json");
        assertThat(dry.code()).isZero();
        assertThat(dry.object().object("size").orElseThrow().flag("refusal_expected"))
                .contains(false);
    }

    /** Without a drill the size is unknown before the restore. */
    @Test
    void nothingIsSaidWithoutADrill() {
        user.with("LITEDRILL_HOME", folder.resolve("other-home").toString());
        CommandLineRun dry = user.runs("restore", "app", "--in-place", "--force", "--dry-run", "--json");
        assertThat(dry.code()).isZero();
        assertThat(dry.object().object("size")).isEmpty();
        assertThat(user.runs("restore", "app", "--in-place", "--force", "--yes").code())
                .isEqualTo(4);
    }

    /** For an earlier state, the drill nearest to it decides, not the newest one. */
    @Test
    void theDrillNearestToTheStateDecides() throws Exception {
        Files.delete(live);
        user.with("LITEDRILL_HOME", folder.resolve("other-home").toString());
        Path whole = folder.resolve("whole");
        GoldenReplica.load("ltx/compacted").copyTo(whole, Instant.now().minus(Duration.ofMinutes(2)));
        Path early = whole.resolve("ltx/2/0000000000000001-0000000000000005.ltx");
        try (Stream<Path> old = Files.walk(folder.resolve("r/app"))) {
            old.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
        Path copy = folder.resolve("r/app/ltx/2").resolve(early.getFileName());
        Files.createDirectories(copy.getParent());
        Files.copy(early, copy, StandardCopyOption.COPY_ATTRIBUTES);
        CommandLineRun first = user.runs("drill", "app", "--json");
        assertThat(first.code()).as(first.out()).isZero();
        Files.delete(copy);
        Files.delete(copy.getParent());
        Files.delete(folder.resolve("r/app/ltx"));
        Files.delete(folder.resolve("r/app"));
        Files.move(whole, folder.resolve("r/app"));
        long newest = drilled();
        long then = first.object().integer("rows").orElseThrow();
        assertThat(then).isLessThan(newest / 2);

        CommandLineRun dry = user.runs("restore", "app", "--in-place", "--txid", "5", "--dry-run", "--json");
        assertThat(dry.code()).as(dry.out()).isEqualTo(4);
        JsonObject size = dry.object().object("size").orElseThrow();
        assertThat(size.integer("expected_rows")).contains(then);
        assertThat(size.integer("compared_rows")).contains(newest);
        assertThat(user.runs("restore", "app", "--in-place", "--dry-run").code())
                .isZero();
        CommandLineRun real = user.runs("restore", "app", "--in-place", "--txid", "5", "--yes");
        assertThat(real.code()).isEqualTo(4);
        assertThat(real.out()).contains("fewer than half of the " + newest);
    }

    @Test
    void aDatabaseInUseThatRestoreBeforeStopsIsCountedToo() throws Exception {
        user.configured(yaml("restore: {before: [/bin/true]}\n"));
        try (HoldingProcess holding =
                HoldingProcess.running(live, "PRAGMA journal_mode=wal", "INSERT INTO mine VALUES (0)")) {
            CommandLineRun dry = user.runs("restore", "app", "--in-place", "--force", "--dry-run", "--json");
            assertThat(dry.code()).as("%s %s", dry.out(), holding.pid()).isEqualTo(4);
            assertThat(dry.object().object("size").orElseThrow().integer("compared_rows"))
                    .contains(50_001L);
        }
    }
}
