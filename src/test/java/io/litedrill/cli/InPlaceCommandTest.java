package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.recover.HoldingProcess;
import io.litedrill.recover.KilledRestoreBench;
import io.litedrill.replica.format.Lz4Frames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InPlaceCommandTest {
    @TempDir
    Path folder;

    private User user;
    private Path live;

    @BeforeEach
    void configureOneDatabase() throws IOException {
        GoldenReplica.load("wal/basic")
                .copyTo(folder.resolve("r/app"), Instant.now().minus(Duration.ofMinutes(2)));
        live = Files.createDirectory(folder.resolve("live")).resolve("app.db");
        user = new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .configured("""
                    databases:
                      - {name: app, path: LIVE, replica: 'file://BASE/r/app'}
                    """.replace("BASE", folder.toString()).replace("LIVE", live.toString()));
    }

    @Test
    void restoresAMissingDatabaseAfterAYes() throws IOException {
        CommandLineRun run = user.runs("restore", "app", "--in-place", "--yes");
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("there now       missing").contains("restored app (file) to " + live);
        assertThat(live).exists();
        assertThat(folder.resolve("live").toFile().list()).containsExactly("app.db");
    }

    @ParameterizedTest
    @CsvSource({"SELECT 1, 2", "SELECT load_extension('x'), 3"})
    void anOwnTestThatDoesNotPassNamesTheWayWithoutIt(String sql, int code) throws IOException {
        user.configured("""
            verify: {assertions: [{name: own, sql: "SQL", expect: 2}]}
            databases:
              - {name: app, path: LIVE, replica: 'file://BASE/r/app'}
            """.replace("BASE", folder.toString())
                .replace("LIVE", live.toString())
                .replace("SQL", sql));
        CommandLineRun refused = user.runs("restore", "app", "--in-place", "--yes");
        assertThat(refused.code()).as(refused.out()).isEqualTo(code);
        assertThat(refused.out()).contains("without your own tests: --skip-assertions");
        assertThat(live).doesNotExist();

        CommandLineRun restored = user.runs("restore", "app", "--in-place", "--yes", "--skip-assertions");
        assertThat(restored.code()).as(restored.out()).isZero();
        assertThat(live).exists();
    }

    @Test
    void withoutATerminalItNeedsYes() {
        CommandLineRun run = user.runs("restore", "app", "--in-place", "--json");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.object().text("outcome")).contains("refused");
        assertThat(run.object().text("reason").orElse("")).contains("--yes");
        assertThat(live).doesNotExist();
    }

    @Test
    void thePersonAtTheTerminalMustAgree() {
        assertThat(user.answers("no", "restore", "app", "--in-place").code()).isEqualTo(4);
        assertThat(user.answers("", "restore", "app", "--in-place").code()).isEqualTo(4);
        assertThat(live).doesNotExist();
        assertThat(user.answers("app", "restore", "app", "--in-place").code()).isZero();
        assertThat(live).exists();
    }

    @Test
    void aDryRunSaysWhatWouldBeLostAndWritesNothing() throws Exception {
        HoldingProcess.running(live, "CREATE TABLE t(a)", "PRAGMA user_version=9")
                .close();
        byte[] before = Files.readAllBytes(live);

        CommandLineRun refused = user.runs("restore", "app", "--in-place", "--dry-run", "--json");
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.object().text("reason").orElse("")).contains("--force");
        assertThat(refused.json().get(0).get("live").get("condition").asString())
                .isEqualTo("sound");
        assertThat(refused.json().get(0).get("live").get("user_version").asInt())
                .isEqualTo(9);
        assertThat(refused.json().get(0).get("live").get("newer_seconds").asDouble())
                .isPositive();

        CommandLineRun text = user.runs("restore", "app", "--in-place", "--dry-run", "--force");
        assertThat(text.code()).isZero();
        assertThat(text.out())
                .contains("there now       sound")
                .contains("would be lost   by the times of the files, at most what changed in the last ")
                .contains("user_version 9");
        assertThat(live).hasBinaryContent(before);
        assertThat(folder.resolve("live").toFile().list()).containsExactly("app.db");
    }

    /** The times of its files are newer than the backup, although the application wrote nothing since. */
    @Test
    void nothingWouldBeLostWhereTheLiveWalEndsWhereTheReplicaDoes() throws Exception {
        assertThat(user.runs("restore", "app", "--in-place", "--yes").code()).isZero();
        Files.write(live.resolveSibling("app.db-wal"), walOfTheReplica());

        CommandLineRun text = user.runs("restore", "app", "--in-place", "--dry-run", "--force");
        assertThat(text.code()).as(text.out()).isZero();
        assertThat(text.out())
                .contains("would be lost   nothing: the WAL of the live database ends where the backup does");
        CommandLineRun json = user.runs("restore", "app", "--in-place", "--dry-run", "--force", "--json");
        assertThat(json.json().get(0).get("live").get("newer_seconds").asDouble(-1))
                .isZero();
        CommandLineRun older =
                user.runs("restore", "app", "--in-place", "--dry-run", "--force", "--position", earlier());
        assertThat(older.out()).contains("would be lost   by the times of the files, at most");
    }

    private String earlier() {
        return user.runs("window", "app", "--json")
                .json()
                .get(0)
                .get("spans")
                .get(0)
                .get("from_position")
                .asString();
    }

    private byte[] walOfTheReplica() throws IOException {
        ByteArrayOutputStream wal = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.walk(folder.resolve("r/app"))) {
            for (Path segment : files.filter(file -> file.toString().endsWith(".wal.lz4"))
                    .sorted()
                    .toList()) {
                try (InputStream in = Lz4Frames.open(Files.newInputStream(segment))) {
                    in.transferTo(wal);
                }
            }
        }
        return wal.toByteArray();
    }

    @Test
    void whatItReplacedIsNamed() throws Exception {
        HoldingProcess.running(live, "CREATE TABLE t(a)").close();
        CommandLineRun run = user.runs("restore", "app", "--in-place", "--force", "--yes", "--json");
        assertThat(run.code()).as(run.out()).isZero();
        Path aside = Path.of(run.object().text("moved_aside").orElseThrow());
        assertThat(aside.resolve("database")).exists();
        assertThat(run.err()).contains("over            " + live);
    }

    @Test
    void ownerModeAndLitestreamsFolderAreThoseOfTheConfiguration() throws Exception {
        String group = Files.getAttribute(folder, "posix:group").toString();
        Path state = Files.createDirectories(folder.resolve("state/app"));
        Files.writeString(state.resolve("generation"), "0123");
        Files.writeString(folder.resolve("litestream.yml"), """
            dbs:
              - path: LIVE
                meta-path: STATE
                replicas: [{path: BASE/r/app}]
            """.replace("BASE", folder.toString())
                .replace("LIVE", live.toString())
                .replace("STATE", state.toString()));
        String owner = System.getProperty("user.name") + ":" + group;
        user.configured("litestream: litestream.yml\nrestore: {owner: 'OWNER', mode: 0640}\n".replace("OWNER", owner));

        CommandLineRun run = user.runs("restore", "app.db", "--in-place", "--yes", "--json");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(live)))
                .isEqualTo("rw-r-----");
        Path aside = Path.of(run.object().text("moved_aside").orElseThrow());
        assertThat(aside.resolve("litestream/generation")).hasContent("0123");
        assertThat(state).doesNotExist();
    }

    @Test
    void anOwnerThatIsNotKnownHereIsRefused() throws Exception {
        user.configured("""
            restore: {owner: nobody-of-this-name}
            databases: [{name: app, path: LIVE, replica: 'file://BASE/r/app'}]
            """.replace("BASE", folder.toString()).replace("LIVE", live.toString()));
        CommandLineRun run = user.runs("restore", "app", "--in-place", "--yes", "--json");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.object().text("reason").orElse("")).contains("nobody-of-this-name");
        assertThat(folder.resolve("live")).isEmptyDirectory();
    }

    @Test
    void aReplicaNamedByItsUrlHasNoPlace() {
        CommandLineRun run = user.runs("restore", folder + "/r/app", "--in-place", "--yes");
        assertThat(run.code()).isEqualTo(64);
        assertThat(run.err()).contains("has no live path");
    }

    @Test
    void itIsEitherAFileOrInPlace() {
        assertThat(user.runs("restore", "app").code()).isEqualTo(64);
        assertThat(user.runs("restore", "app", "--in-place", "-o", "x.db").code())
                .isEqualTo(64);
        assertThat(user.runs("restore", "app", "-o", "x.db", "--force").code()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check app",
                "drill app",
                "window app",
                "plan app",
                "scrub app",
                "restore app -o out.db",
                "restore app --in-place --yes --dry-run"
            })
    void aCommandThatChangesNothingOnlyReportsAnInterruptedRestore(String command) throws Exception {
        HoldingProcess.running(live, "CREATE TABLE t(a)").close();
        KilledRestoreBench.cutOffBeforeTheNewIsPlaced(live);

        CommandLineRun run = user.runs(command.split(" "));

        assertThat(run.err()).contains(".app.db.litedrill-intent").contains("was interrupted");
        assertThat(live).doesNotExist();
        assertThat(live.resolveSibling(".app.db.litedrill-intent")).exists();
        assertThat(live.resolveSibling(".app.db.litedrill-new/database")).hasContent("new");
    }

    @Test
    void ensureSettlesWhatAKilledRestoreLeft() throws Exception {
        HoldingProcess.running(live, "CREATE TABLE t(a)").close();
        KilledRestoreBench.cutOffBeforeTheNewIsPlaced(live);
        assertThat(live).doesNotExist();

        CommandLineRun ensure = user.runs("ensure", "app", "--when", "missing");

        assertThat(ensure.err()).contains("a restore in place that was interrupted is finished now");
        assertThat(live).hasContent("new");
        assertThat(user.runs("check", "app").err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'',rw-r-----", "'',rw-------", "'mode: 0664',rw-rw-r--"})
    void aNewFileHasTheModeOfTheLiveDatabaseOrThatOfTheConfiguration(String configured, String mode) throws Exception {
        user.configured("""
            restore: {MODE}
            databases:
              - {name: app, path: LIVE, replica: 'file://BASE/r/app'}
            """.replace("BASE", folder.toString())
                .replace("LIVE", live.toString())
                .replace("MODE", configured));
        if (mode.equals("rw-r-----")) {
            HoldingProcess.running(live, "CREATE TABLE t(a)").close();
            Files.setPosixFilePermissions(live, PosixFilePermissions.fromString(mode));
        }
        CommandLineRun run = user.runs("restore", "app", "-o", "out.db");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("out.db"))))
                .isEqualTo(mode);
        assertThat(folder.toFile().list()).noneMatch(name -> name.contains("restoring"));
    }

    /**
     * Files that remain after the swap point do not fail a restore or block the next one. They are settled under the
     * same id.
     */
    @Test
    void oldFilesThatCannotBeDeletedAreAProblemOfARestoreThatSucceeded() throws Exception {
        HoldingProcess.running(live, "CREATE TABLE t(a)").close();
        Path deep = live.resolveSibling(".app.db-litestream").resolve("d/".repeat(150));
        Files.createDirectories(deep);

        CommandLineRun run = user.runs("restore", "app", "--in-place", "--yes", "--force", "--no-backup", "--json");
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(5);
        assertThat(run.object().text("outcome")).contains("restored");
        assertThat(run.codes()).containsExactly("cleanup-failed");
        byte[] restored = Files.readAllBytes(live);

        CommandLineRun check = user.runs("check", "app");
        assertThat(check.code()).as(check.out() + check.err()).isZero();
        CommandLineRun again = user.runs("restore", "app", "--in-place", "--yes", "--force", "--json");
        assertThat(again.code()).as(again.out() + again.err()).isZero();
        assertThat(again.err()).contains("delete it by hand").doesNotContain("the history");
        assertThat(live).hasBinaryContent(restored);
        assertThat(live.resolveSibling(".app.db.litedrill-intent")).doesNotExist();
        assertThat(user.runs("restore", "app", "--in-place", "--yes", "--force").err())
                .isEmpty();
    }

    @Test
    void whatWasRestoredOrRefusedIsKeptInTheHistory() {
        user.runs("restore", "app", "--in-place");
        user.runs("restore", "app", "--in-place", "--yes");
        assertThat(folder.resolve("home/history.db")).exists();
    }
}
