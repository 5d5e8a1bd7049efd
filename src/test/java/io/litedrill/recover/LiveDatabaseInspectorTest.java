package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.live.Condition.State;
import io.litedrill.live.LivePlace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveDatabaseInspectorTest {
    private static final String ROWS =
            "WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n WHERE x < 300) INSERT INTO t SELECT"
                    + " hex(randomblob(300)) FROM n";

    @TempDir
    Path folder;

    private Path database;

    @BeforeEach
    void name() {
        database = folder.resolve("app.db");
    }

    private LiveDatabaseState judge(Path path) throws IOException {
        LiveDatabaseState judgement = new LiveDatabaseInspector(folder.resolve("scratch"), Duration.ofSeconds(20))
                .judge(LivePlace.of(path, Optional.empty()));
        if (Files.exists(folder.resolve("scratch"))) {
            assertThat(folder.resolve("scratch")).isEmptyDirectory();
        }
        return judgement;
    }

    private State state() throws IOException {
        return judge(database).condition().state();
    }

    private void create(String... more) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(a)");
            statement.execute(ROWS);
            for (String sql : more) {
                statement.execute(sql);
            }
        }
    }

    private void overwrite(Path file, long at, byte[] bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            open.write(bytes);
        }
    }

    /** Creates a database in WAL mode whose last commits are only in the -wal, as after a crash. */
    private void crashWithCommitsInTheWal() throws Exception {
        create("PRAGMA journal_mode=WAL");
        try (HoldingProcess writer = HoldingProcess.running(
                database, "PRAGMA wal_autocheckpoint=0", ROWS, "UPDATE t SET a = a || 'x'", "PRAGMA user_version=7")) {
            writer.kill();
        }
        assertThat(Files.size(folder.resolve("app.db-wal"))).isPositive();
    }

    @Test
    void nothingAtThePathIsMissing() throws IOException {
        assertThat(state()).isEqualTo(State.MISSING);
        Files.createSymbolicLink(folder.resolve("link.db"), database);
        assertThat(judge(folder.resolve("link.db")).condition().state()).isEqualTo(State.MISSING);
    }

    @Test
    void aPathThatCannotBeReadIsNotMissing() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        for (Path path : List.of(file.resolve("app.db"), folder.resolve("x".repeat(300)))) {
            assertThat(judge(path).condition().state()).isEqualTo(State.UNREADABLE);
        }
    }

    @Test
    void aFileWithoutBytesIsEmptyEvenBesideAWal() throws IOException {
        Files.createFile(database);
        assertThat(state()).isEqualTo(State.EMPTY_FILE);
        Files.writeString(folder.resolve("app.db-wal"), "anything");
        assertThat(state()).isEqualTo(State.EMPTY_FILE);
    }

    @Test
    void whatDoesNotBeginAsSqliteDoesIsNoDatabase() throws Exception {
        Files.writeString(database, "just text");
        assertThat(state()).isEqualTo(State.NOT_A_DATABASE);
        Files.delete(database);
        create();
        overwrite(database, 0, new byte[16]);
        assertThat(state()).isEqualTo(State.NOT_A_DATABASE);
    }

    @Test
    void aFolderIsUnreadable() throws IOException {
        Files.createDirectory(database);
        assertThat(state()).isEqualTo(State.UNREADABLE);
    }

    @Test
    void aSoundDatabaseIsSoundAndNothingAppearsBesideIt() throws Exception {
        create("PRAGMA user_version=3");
        LiveDatabaseState judgement = judge(database);
        assertThat(judgement.condition().state()).isEqualTo(State.SOUND);
        assertThat(judgement.contents().orElseThrow().userVersion()).hasValue(3);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("app.db", "scratch");
    }

    @Test
    void aPageInTheMiddleOverwrittenIsCorrupt() throws Exception {
        create();
        overwrite(database, 4096 * 10, new byte[4096]);
        assertThat(state()).isEqualTo(State.CORRUPT);
    }

    @Test
    void aTruncatedDatabaseIsCorrupt() throws Exception {
        create();
        byte[] bytes = Files.readAllBytes(database);
        Files.write(database, Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(state()).isEqualTo(State.CORRUPT);
    }

    @Test
    void aFileThatAnApplicationMadeLongerThanItsHeaderSaysIsSound() throws Exception {
        create();
        overwrite(database, Files.size(database) + 65_536, new byte[1]);
        assertThat(state()).isEqualTo(State.SOUND);
    }

    @Test
    void theCommitsInTheWalCount() throws Exception {
        crashWithCommitsInTheWal();
        byte[] wal = Files.readAllBytes(folder.resolve("app.db-wal"));
        LiveDatabaseState judgement = judge(database);
        assertThat(judgement.condition().state()).isEqualTo(State.SOUND);
        assertThat(judgement.contents().orElseThrow().userVersion()).hasValue(7);
        assertThat(folder.resolve("app.db-wal")).hasBinaryContent(wal);
    }

    /** A crash during a checkpoint: some of the WAL's pages are already in the main file. */
    @Test
    void aMainFileCaughtInACheckpointIsSoundWithItsWalAndCorruptWithoutIt() throws Exception {
        crashWithCommitsInTheWal();
        Path whole = folder.resolve("whole.db");
        Files.copy(database, whole);
        Files.copy(folder.resolve("app.db-wal"), folder.resolve("whole.db-wal"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + whole);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        byte[] after = Files.readAllBytes(whole);
        byte[] before = Files.readAllBytes(database);
        System.arraycopy(after, 0, before, 0, before.length / 2 / 4096 * 4096);
        Files.write(database, before);

        assertThat(state()).isEqualTo(State.SOUND);
        Files.delete(folder.resolve("app.db-wal"));
        assertThat(state()).isEqualTo(State.CORRUPT);
    }

    @Test
    void aHotJournalIsRolledBackInTheCopyAlone() throws Exception {
        create("PRAGMA user_version=3");
        try (HoldingProcess writer = HoldingProcess.running(
                database,
                "PRAGMA cache_size=2",
                "PRAGMA cache_spill=2",
                "BEGIN IMMEDIATE",
                "PRAGMA user_version=4",
                "UPDATE t SET a = a || 'xyz'")) {
            writer.kill();
        }
        byte[] main = Files.readAllBytes(database);
        assertThat(Files.size(folder.resolve("app.db-journal"))).isPositive();

        LiveDatabaseState judgement = judge(database);

        assertThat(judgement.condition().state()).isEqualTo(State.SOUND);
        assertThat(judgement.contents().orElseThrow().userVersion()).hasValue(3);
        assertThat(database).hasBinaryContent(main);
        assertThat(folder.resolve("app.db-journal")).exists();
    }

    @Test
    void aTimeLimitProvesNothing() throws Exception {
        create(
                ROWS,
                "INSERT INTO t SELECT a FROM t",
                "INSERT INTO t SELECT a FROM t",
                "INSERT INTO t SELECT a FROM t",
                "INSERT INTO t SELECT a FROM t",
                "INSERT INTO t SELECT a FROM t",
                "CREATE INDEX i ON t(a)");
        LiveDatabaseState judgement = new LiveDatabaseInspector(folder.resolve("scratch"), Duration.ofNanos(1))
                .judge(LivePlace.of(database, Optional.empty()));
        assertThat(judgement.condition().state()).isEqualTo(State.UNREADABLE);
        assertThat(judgement.condition().detail()).contains("time limit");
    }

    @Test
    void whoHasItOpenIsNamed() throws Exception {
        create();
        for (String mode : new String[] {"WAL", "DELETE"}) {
            try (HoldingProcess holder =
                    HoldingProcess.running(database, "PRAGMA journal_mode=" + mode, "SELECT * FROM t")) {
                assertThat(judge(database).condition().detail()).contains("process " + holder.pid() + " (sqlite3)");
                assertThat(state()).isEqualTo(State.IN_USE);
            }
            assertThat(state()).as(mode).isEqualTo(State.SOUND);
        }
    }

    @Test
    void whoHasItOpenUnderAnotherNameIsNamedToo() throws Exception {
        create();
        Files.createLink(folder.resolve("other.db"), database);
        try (HoldingProcess holder = HoldingProcess.running(folder.resolve("other.db"), "SELECT * FROM t")) {
            assertThat(judge(database).condition().detail()).contains("process " + holder.pid());
        }
    }

    @Test
    void aDatabaseThatWasDeletedWhileOpenIsInUseAndCanBeSaved() throws Exception {
        create();
        try (HoldingProcess holder = HoldingProcess.running(database, "SELECT * FROM t")) {
            Files.delete(database);
            LiveDatabaseState judgement = judge(database);
            assertThat(judgement.condition().state()).isEqualTo(State.IN_USE);
            assertThat(judgement.condition().detail())
                    .contains("has the deleted " + database + " open")
                    .contains("/proc/" + holder.pid() + "/fd/");
        }
        assertThat(state()).isEqualTo(State.MISSING);
    }

    @Test
    void aSchemaOfANewerSqliteIsNotReadableAndNotCorrupt() throws Exception {
        create(
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE TABLE t(a) FANCY' WHERE name = 't'");
        assertThat(judge(database).condition().state()).isEqualTo(State.UNREADABLE);
        assertThat(judge(database).condition().detail()).contains("cannot parse the schema of t", "FANCY");
    }

    @Test
    void aSchemaOfANewerSqliteInTheWalIsNotCorrupt() throws Exception {
        create("PRAGMA journal_mode=WAL");
        try (HoldingProcess writer = HoldingProcess.running(
                database,
                "PRAGMA wal_autocheckpoint=0",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE TABLE t(a) FANCY' WHERE name = 't'")) {
            writer.kill();
        }
        assertThat(Files.size(folder.resolve("app.db-wal"))).isPositive();
        assertThat(judge(database).condition().state()).isEqualTo(State.UNREADABLE);
        assertThat(judge(database).condition().detail()).contains("cannot parse the schema of t", "FANCY");
    }
}
