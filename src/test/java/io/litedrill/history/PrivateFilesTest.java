package io.litedrill.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.json.SampleResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other users of the machine cannot read the history. */
class PrivateFilesTest {
    @TempDir
    Path folder;

    private Path home() {
        return folder.resolve("home");
    }

    private static HistoryStore open(Path home) {
        return SqliteHistory.open(home, Retention.DEFAULT, InstantSource.fixed(SampleResults.NOON));
    }

    private void write() {
        try (HistoryStore history = open(home())) {
            history.checks().accept(SampleResults.check(SampleResults.SHOP, SampleResults.NOON));
            assertModes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertModes() throws IOException {
        assertThat(mode(home())).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(home())) {
            List<Path> all = files.toList();
            assertThat(all)
                    .extracting(file -> String.valueOf(file.getFileName()))
                    .contains("history.db", "history.db-wal");
            assertThat(all).extracting(PrivateFilesTest::mode).containsOnly("rw-------");
        }
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void open(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    @Test
    void theyAreCreatedPrivate() {
        write();
    }

    @Test
    void onesFromBeforeAreCorrected() throws IOException {
        write();
        open(home(), "rwxrwxr-x");
        try (Stream<Path> files = Files.list(home())) {
            for (Path file : files.toList()) {
                open(file, "rw-rw-r--");
            }
        }
        write();
    }

    @Test
    void aFolderThatOthersUseTooKeepsItsMode() throws IOException {
        Files.createDirectories(home());
        Files.writeString(home().resolve("of-another-program"), "");
        open(home(), "rwxr-xr-x");

        open(home()).close();

        assertThat(mode(home())).isEqualTo("rwxr-xr-x");
        assertThat(mode(home().resolve("of-another-program"))).isNotEqualTo("rw-------");
        assertThat(mode(home().resolve("history.db"))).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"history.db", "history.db-wal", "history.db-shm", "history.db.lock", "history.db-journal"})
    void aSymbolicLinkIsNotFollowed(String name) throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "of another user");
        open(victim, "rw-r--r--");
        Files.createDirectories(home());
        Files.createSymbolicLink(home().resolve(name), victim);

        assertThatThrownBy(() -> open(home()))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("no history");

        assertThat(mode(victim)).isEqualTo("rw-r--r--");
        assertThat(victim).hasContent("of another user");
    }

    @Test
    void aHomeThatIsALinkIsUsedAndItsTargetKeepsItsMode() throws IOException {
        Path real = Files.createDirectories(folder.resolve("disk"));
        open(real, "rwxr-xr-x");
        Files.createSymbolicLink(home(), real);

        open(home()).close();

        assertThat(mode(real)).isEqualTo("rwxr-xr-x");
        assertThat(mode(real.resolve("history.db"))).isEqualTo("rw-------");
    }
}
