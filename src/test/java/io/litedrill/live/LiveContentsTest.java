package io.litedrill.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.verify.Contents;
import io.litedrill.verify.Measurement.Effort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveContentsTest {
    private static final Effort EFFORT = new Effort(Duration.ofSeconds(5), OptionalLong.of(1));

    @TempDir
    Path dir;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = dir.resolve("app.db");
    }

    private LiveContents look() {
        return LiveContents.measure(file, EFFORT, InstantSource.system());
    }

    private LiveContents.Seen seen() {
        LiveContents look = look();
        assertThat(look).isInstanceOf(LiveContents.Seen.class);
        return (LiveContents.Seen) look;
    }

    private static Contents contents(LiveContents.Seen seen) {
        return seen.measured().contents();
    }

    @Test
    void readsWhatIsInTheWalOfADatabaseInUseAndChangesNothing() throws SQLException, IOException {
        try (LiveSqlite live = new LiveSqlite(file, 4096)) {
            live.insert(50);
            FileTime time = Files.getLastModifiedTime(dir.resolve("app.db-wal"));

            LiveContents.Seen seen = seen();

            assertThat(contents(seen).rows()).containsEntry("t", 50L);
            assertThat(seen.still()).isTrue();
            assertThat(seen.state().wal().end()).isPresent();
            assertThat(dir.toFile().list()).containsExactlyInAnyOrder("app.db", "app.db-wal", "app.db-shm");
            assertThat(Files.getLastModifiedTime(dir.resolve("app.db-wal"))).isEqualTo(time);
            live.insert(1);
            live.checkpoint("TRUNCATE");
            assertThat(contents(seen()).rows()).containsEntry("t", 51L);
        }
    }

    /** The last connection that closes removes the WAL; a reader must never do that. */
    @Test
    void leavesTheWalOfAProcessThatDied() throws SQLException, IOException {
        Path copy = Files.createDirectory(dir.resolve("copy"));
        try (LiveSqlite live = new LiveSqlite(file, 4096)) {
            live.insert(50);
            for (String part : new String[] {"", "-wal", "-shm"}) {
                Files.copy(Path.of(file + part), copy.resolve("app.db" + part));
            }
        }
        file = copy.resolve("app.db");
        String shm = HexFormat.of().formatHex(Files.readAllBytes(copy.resolve("app.db-shm")));

        LiveContents look = look();

        assertThat(copy.toFile().list()).containsExactlyInAnyOrder("app.db", "app.db-wal", "app.db-shm");
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(copy.resolve("app.db-shm"))))
                .isEqualTo(shm);
        assertThat(contents((LiveContents.Seen) look).rows()).containsEntry("t", 50L);
    }

    @Test
    void createsNoShmBesideAWal() throws SQLException, IOException {
        Path copy = Files.createDirectory(dir.resolve("copy"));
        try (LiveSqlite live = new LiveSqlite(file, 4096)) {
            live.insert(5);
            Files.copy(file, copy.resolve("app.db"));
            Files.copy(Path.of(file + "-wal"), copy.resolve("app.db-wal"));
        }
        file = copy.resolve("app.db");

        assertThat(look()).isInstanceOf(LiveContents.NotSeen.class);
        assertThat(copy.toFile().list()).containsExactlyInAnyOrder("app.db", "app.db-wal");
    }

    @Test
    void readsAClosedDatabaseAndCreatesNothing() throws SQLException, IOException {
        try (LiveSqlite live = new LiveSqlite(file, 4096)) {
            live.insert(5);
        }
        assertThat(dir.toFile().list()).containsExactly("app.db");
        assertThat(look()).isEqualTo(new LiveContents.NotSeen("it was written to just now"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));

        LiveContents.Seen seen = seen();

        assertThat(contents(seen).rows()).containsEntry("t", 5L);
        assertThat(dir.toFile().list()).containsExactly("app.db");
    }

    @Test
    void writersGoOnWhileItIsReadAndAfterwards() throws SQLException {
        try (LiveSqlite live = new LiveSqlite(file, 4096);
                LiveSqlite other = new LiveSqlite(dir.resolve("other.db"), 4096)) {
            live.insert(5);
            other.insert(5);
            for (int i = 0; i < 20; i++) {
                assertThat(contents(seen()).rows()).containsEntry("t", 5L + i);
                live.insert(1);
            }
        }
        assertThat(Arrays.asList(dir.toFile().list())).doesNotContain("app.db-wal");
    }

    @Test
    void saysWhyItCannotBeSeen() throws IOException {
        assertThat(look()).isInstanceOf(LiveContents.NotSeen.class);
        Files.writeString(file, "no database at all");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));

        assertThat(((LiveContents.NotSeen) look()).reason()).isNotEmpty();
    }
}
