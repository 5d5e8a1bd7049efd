package io.litedrill.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.live.LiveState.Present;
import io.litedrill.live.LiveState.Salts;
import io.litedrill.live.LiveState.WalState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveDatabaseTest {
    private static final int FRAME = 24 + 4096;

    @TempDir
    Path dir;

    Path file;
    LiveSqlite database;

    @BeforeEach
    void open() throws SQLException {
        file = dir.resolve("app.db");
        database = new LiveSqlite(file, 4096);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void endOfAFreshWalIsItsLastFrame() throws SQLException, IOException {
        database.insert(10);

        Present present = look();

        assertThat(present.databaseBytes()).isEqualTo(Files.size(file));
        assertThat(present.wal().state()).isEqualTo(WalState.COMMITS);
        assertThat(present.wal().end()).hasValue(Files.size(wal()));
        assertThat(present.wal().end()).hasValue(32 + database.checkpoint("PASSIVE") * FRAME);
    }

    @Test
    void eachCommitMovesTheEndAndKeepsTheSalts() throws SQLException {
        Present before = look();
        database.insert(1);
        Present after = look();

        assertThat(after.wal().salts()).isEqualTo(before.wal().salts());
        assertThat(after.wal().end().orElseThrow())
                .isGreaterThan(before.wal().end().orElseThrow());
    }

    @Test
    void framesOfAnEarlierRoundBehindTheNewOnesAreNotCounted() throws SQLException, IOException {
        database.insert(100);
        Present before = look();
        database.checkpoint("RESTART");
        assertThat(look().wal())
                .as("the file stays as it is until the next write")
                .isEqualTo(before.wal());

        database.insert(1);

        Present after = look();
        assertThat(after.wal().salts()).isNotEqualTo(before.wal().salts());
        assertThat(after.wal().end()).hasValue(32 + database.checkpoint("PASSIVE") * FRAME);
        assertThat(Files.size(wal())).isGreaterThan(after.wal().end().orElseThrow());
    }

    @Test
    void framesWithoutTheirCommitAreNotCounted() throws SQLException, IOException {
        database.insert(1);
        Present before = look();
        database.run("PRAGMA cache_size=5", "BEGIN");
        database.run("WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n WHERE x < 200) "
                + "INSERT INTO t SELECT randomblob(3000) FROM n");
        assertThat(Files.size(wal()))
                .as("spilled")
                .isGreaterThan(before.wal().end().orElseThrow());

        assertThat(look().wal()).isEqualTo(before.wal());
        database.run("ROLLBACK");
        assertThat(look().wal()).isEqualTo(before.wal());
        database.insert(1);
        assertThat(look().wal().end()).hasValue(32 + database.checkpoint("PASSIVE") * FRAME);
    }

    @Test
    void replicaAtTheSamePlaceLacksNothingAndAtAnyOtherMayLackSomething() throws SQLException {
        database.insert(3);
        Present present = look();
        Salts salts = present.wal().salts().orElseThrow();
        long end = present.wal().end().orElseThrow();

        assertThat(present.isAt(salts, end)).isTrue();
        assertThat(present.isAt(salts, end - FRAME)).isFalse();
        assertThat(present.isAt(new Salts(salts.salt1() + 1, salts.salt2()), end))
                .isFalse();
        assertThat(present.isAt(new Salts(salts.salt1(), salts.salt2() + 1), end))
                .isFalse();
        database.insert(1);
        assertThat(look().isAt(salts, end)).isFalse();
    }

    @Test
    void walCutByACheckpointIsEmpty() throws SQLException {
        database.insert(10);
        database.checkpoint("TRUNCATE");

        assertThat(look().wal()).isEqualTo(LiveState.Wal.without(WalState.EMPTY));
        assertThat(look().isAt(new Salts(0, 0), 0)).isFalse();
    }

    @Test
    void aClosedDatabaseHasNoWal() throws SQLException {
        database.insert(10);
        database.close();

        assertThat(look().wal()).isEqualTo(LiveState.Wal.without(WalState.NONE));
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 65536})
    void smallestAndLargestPagesAreFollowed(int pageSize) throws SQLException {
        Path other = dir.resolve("other.db");
        try (LiveSqlite live = new LiveSqlite(other, pageSize)) {
            live.insert(2000);
            Present present = (Present) LiveDatabase.read(other);

            assertThat(present.wal().end()).hasValue(32 + live.checkpoint("PASSIVE") * (24 + pageSize));
        }
    }

    @Test
    void modifiedIsTheNewerOfDatabaseAndWal() throws SQLException, IOException {
        database.insert(1);
        Instant old = Instant.parse("2020-01-01T00:00:00Z");
        Instant newer = Instant.parse("2021-01-01T00:00:00Z");

        Files.setLastModifiedTime(file, FileTime.from(old));
        Files.setLastModifiedTime(wal(), FileTime.from(newer));
        assertThat(look().modified()).isEqualTo(newer);
        Files.setLastModifiedTime(wal(), FileTime.from(old.minusSeconds(1)));
        assertThat(look().modified()).isEqualTo(old);
    }

    @Test
    void walOfALinkedDatabaseIsBesideTheRealFile() throws SQLException, IOException {
        database.insert(1);
        Path link = Files.createSymbolicLink(
                Files.createDirectory(dir.resolve("links")).resolve("db"), file);

        assertThat(LiveDatabase.read(link)).isEqualTo(look());
    }

    @Test
    void missingFileIsMissing() {
        assertThat(LiveDatabase.read(dir.resolve("gone.db"))).isEqualTo(new LiveState.Missing());
    }

    @Test
    void whatIsNoFileIsUnreadable() {
        assertThat(LiveDatabase.read(dir))
                .isInstanceOfSatisfying(
                        LiveState.Unreadable.class,
                        state -> assertThat(state.reason()).endsWith(": not a file"));
    }

    @Test
    void lookingLeavesNoTraceAndLocksNothing() throws SQLException, IOException {
        database.insert(1);
        Path copy = Files.copy(file, dir.resolve("copy.db"));
        Files.copy(wal(), dir.resolve("copy.db-wal"));

        LiveDatabase.read(copy);

        assertThat(dir.resolve("copy.db-shm")).doesNotExist();
        assertThat(copy).hasSameBinaryContentAs(file);
        assertThat(dir.resolve("copy.db-wal")).hasSameBinaryContentAs(wal());
    }

    @Test
    void walThatIsWrittenMeanwhileIsSeenAtSomeCommit() throws SQLException {
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 200; i++) {
                    database.insert(5);
                    if (i % 10 == 0) {
                        database.checkpoint("RESTART");
                    }
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        do {
            assertThat(look().wal().state()).isIn(WalState.COMMITS, WalState.HEADER_ONLY, WalState.CHANGING);
            assertThat((look().wal().end().orElse(32) - 32) % FRAME).isZero();
        } while (!writing.isDone());
        writing.join();

        assertThat(look().wal().end()).hasValue(32 + database.checkpoint("PASSIVE") * FRAME);
    }

    @Test
    void tornTailIsNotCounted() throws SQLException, IOException {
        database.insert(1);
        long end = look().wal().end().orElseThrow();
        database.insert(1);
        Path copy = Files.copy(file, dir.resolve("copy.db"));
        byte[] bytes = Files.readAllBytes(wal());
        for (int cut : new int[] {1, 100, FRAME - 24, FRAME}) {
            byte[] torn = Arrays.copyOf(bytes, bytes.length - cut);
            Files.write(dir.resolve("copy.db-wal"), torn);
            assertThat(((Present) LiveDatabase.read(copy)).wal().end()).hasValue(end);
        }
        Files.copy(wal(), dir.resolve("copy.db-wal"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(((Present) LiveDatabase.read(copy)).wal().end()).hasValue(bytes.length);
    }

    private Present look() {
        return (Present) LiveDatabase.read(file);
    }

    private Path wal() {
        return dir.resolve("app.db-wal");
    }
}
