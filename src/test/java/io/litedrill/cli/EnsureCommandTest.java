package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.recover.HoldingProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnsureCommandTest {
    private static final String REQUIRED = "DATABASE RESTORE REQUIRED";
    private static final String RESTORED = "Database successfully restored and verified";
    private static final String NONE = "WARNING: No backup found or restore failed";

    @TempDir
    Path folder;

    private User user;
    private Path live;
    private Path replica;

    @BeforeEach
    void configureOneDatabase() throws IOException {
        replica = folder.resolve("r/app");
        GoldenReplica.load("wal/basic").copyTo(replica, Instant.now().minus(Duration.ofMinutes(2)));
        live = Files.createDirectory(folder.resolve("live")).resolve("app.db");
        configured("file://" + replica);
    }

    private void configured(String url) throws IOException {
        user = new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .configured("""
                    databases:
                      - {name: app, path: LIVE, replica: 'URL'}
                    """.replace("URL", url).replace("LIVE", live.toString()));
    }

    private void removeReplica() throws IOException {
        Files.move(replica, folder.resolve("r/gone"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "empty", "text", "header", "cut"})
    void restoresWhatIsNoSoundDatabase(String state) throws Exception {
        broken(state);

        CommandLineRun run = user.runs("ensure", "app", "--json");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.object().text("outcome")).contains("restored");
        assertThat(run.err()).containsSubsequence(REQUIRED + ": app: " + live + " is ", RESTORED + ": app: state of ");
        assertThat(run.err()).doesNotContain(NONE);
        boolean aside = run.object().text("moved_aside").isPresent();
        assertThat(aside).isEqualTo(!state.equals("missing"));
        assertThat(user.runs("ensure", "app").code()).isZero();
    }

    private void broken(String state) throws Exception {
        switch (state) {
            case "empty" -> Files.createFile(live);
            case "text" -> Files.writeString(live, "no database at all\n".repeat(400));
            case "header", "cut" -> {
                HoldingProcess.running(live, "CREATE TABLE t(a)", "INSERT INTO t VALUES (zeroblob(100000))")
                        .close();
                byte[] bytes = Files.readAllBytes(live);
                if (state.equals("cut")) {
                    Files.write(live, java.util.Arrays.copyOf(bytes, bytes.length / 2));
                } else {
                    java.util.Arrays.fill(bytes, 100, 200, (byte) 0x5a);
                    Files.write(live, bytes);
                }
            }
            default -> assertThat(live).doesNotExist();
        }
    }

    @Test
    void aFallbackStatesWhatWasLost() throws Exception {
        Path newest;
        try (Stream<Path> files = Files.walk(replica)) {
            newest = files.filter(file -> file.toString().endsWith(".wal.lz4"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(newest, bytes);

        CommandLineRun run = user.runs("ensure", "app", "--fallback");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.err())
                .contains(
                        "WARNING: Database restored and verified, but to an earlier state: app: state of ",
                        ". Lost: the")
                .doesNotContain(RESTORED);
    }

    @Test
    void leavesASoundDatabaseAlone() throws Exception {
        HoldingProcess.running(live, "CREATE TABLE t(a)").close();
        byte[] before = Files.readAllBytes(live);

        CommandLineRun run = user.runs("ensure", "--json");

        assertThat(run.code()).isZero();
        assertThat(run.object().text("outcome")).contains("not_needed");
        assertThat(run.err()).doesNotContain(REQUIRED);
        assertThat(live).hasBinaryContent(before);
    }

    @Test
    void leavesADatabaseAloneThatIsInUse() throws Exception {
        try (HoldingProcess holding = HoldingProcess.running(live, "CREATE TABLE t(a)")) {
            CommandLineRun run = user.runs("ensure", "app");
            assertThat(run.code()).as("%d: %s", holding.pid(), run.out()).isEqualTo(4);
            assertThat(run.out()).contains("in use", "nothing was changed");
        }
    }

    @Test
    void leavesAloneWhatCannotBeJudged() throws IOException {
        Files.createDirectory(live);

        CommandLineRun run = user.runs("ensure", "app");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).contains("unreadable");
        assertThat(live).isDirectory();
    }

    @Test
    void leavesADatabaseAloneWhoseSchemaThisSqliteCannotParse() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + live);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(a)");
            statement.execute("PRAGMA writable_schema=ON");
            statement.execute("UPDATE sqlite_schema SET sql = 'CREATE TABLE t(a) FANCY'");
        }
        byte[] before = Files.readAllBytes(live);

        CommandLineRun run = user.runs("ensure", "app");

        assertThat(run.code()).as(run.out()).isEqualTo(4);
        assertThat(run.out()).contains("unreadable", "cannot parse the schema of t", "FANCY");
        assertThat(live).hasBinaryContent(before);
    }

    @ParameterizedTest
    @CsvSource({
        "missing, missing, 0, restored",
        "empty,   missing, 0, restored",
        "text,    missing, 4, refused",
        "missing, corrupt, 0, not_needed",
        "text,    corrupt, 0, restored"
    })
    void canBeNarrowed(String state, String when, int code, String outcome) throws Exception {
        broken(state);

        CommandLineRun run = user.runs("ensure", "app", "--when", when, "--json");

        assertThat(run.code()).isEqualTo(code);
        assertThat(run.object().text("outcome")).contains(outcome);
    }

    @Test
    void refusesABackupThatIsTooOldAndWarnsOfAnOldOneElse() {
        CommandLineRun refused = user.runs("ensure", "app", "--max-age", "1m");
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.out()).contains("--max-age allows 1m");
        assertThat(live).doesNotExist();

        CommandLineRun run = user.runs("ensure", "app", "--max-age", "1d");
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("the newest recovery point of app (file) is of ", "2m ");
    }

    @Test
    void warnsOfABackupOlderThanThePromise() throws IOException {
        removeReplica();
        GoldenReplica.load("wal/basic").copyTo(replica, Instant.now().minus(Duration.ofDays(3)));

        CommandLineRun run = user.runs("ensure", "app");

        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("WARNING: the newest recovery point of app (file) is of ", "3d ago");
    }

    @Test
    void anEmptyPlaceIsNoBackupAndAFirstStartOnlyWithAnOption() throws IOException {
        removeReplica();

        CommandLineRun run = user.runs("ensure", "app");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains(NONE)
                .contains("no backup found under file://" + replica)
                .contains("--if-replica-exists");

        CommandLineRun first = user.runs("ensure", "app", "--if-replica-exists", "--json");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.object().text("outcome")).contains("not_needed");
        assertThat(first.err()).contains("file://" + replica, "first start").doesNotContain(NONE);
        assertThat(live).doesNotExist();
    }

    @Test
    void noFirstStartWhereTheHistoryHasABackup() throws IOException {
        assertThat(user.runs("check", "app").code()).isNotEqualTo(64);
        removeReplica();

        CommandLineRun run = user.runs("ensure", "app", "--if-replica-exists");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("held a backup once");
    }

    @Test
    void noFirstStartWhereLitestreamHasBeen() throws IOException {
        removeReplica();
        Files.createDirectory(live.resolveSibling(".app.db-litestream"));

        CommandLineRun run = user.runs("ensure", "app", "--if-replica-exists");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("Litestream's state of this database");
    }

    @Test
    void noFirstStartWhereSomethingIsAtThePath() throws Exception {
        removeReplica();
        broken("text");

        assertThat(user.runs("ensure", "app", "--if-replica-exists").code()).isEqualTo(2);
        assertThat(live).content().startsWith("no database");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--if-replica-exists"})
    void aStoreThatDoesNotAnswerIsNeverAnEmptyOne(String option) throws IOException {
        configured("file:///no/such/folder/app");

        CommandLineRun run = option.isEmpty() ? user.runs("ensure", "app") : user.runs("ensure", "app", option);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains(NONE, "Whether there is a backup is not known, so nothing was restored");
        assertThat(live).doesNotExist();
    }

    @Test
    void theFolderOfTheDatabaseMustBeThere() throws IOException {
        Files.delete(live.getParent());

        CommandLineRun run = user.runs("ensure", "app");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).contains("Mount or create it");
    }

    @Test
    void aCommandBehindItRunsOnlyWhenAllIsWell() throws IOException {
        Path ran = folder.resolve("ran");

        CommandLineRun run =
                user.runs("ensure", "app", "--", "/bin/sh", "-c", "test -s " + live + " && echo > " + ran + "; exit 7");
        assertThat(run.code()).as(run.err()).isEqualTo(7);
        assertThat(ran).exists();
        assertThat(run.out()).as("stdout belongs to the command").isEmpty();

        Files.delete(ran);
        Files.delete(live);
        removeReplica();
        assertThat(user.runs("ensure", "app", "--", "/bin/sh", "-c", "echo > " + ran)
                        .code())
                .isEqualTo(2);
        assertThat(ran).doesNotExist();
    }

    @Test
    void whatItNeedsIsSaid() {
        assertThat(user.runs("ensure", replica.toString()).err()).contains("that have a live path");
        assertThat(user.runs("ensure", "app", "--when", "never").err()).contains("--when: missing or corrupt");
        assertThat(user.runs("ensure", "app", "--max-age", "soon").code()).isEqualTo(64);
    }
}
