package io.litedrill.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RecoveredCopyTest {
    @TempDir
    Path folder;

    private Path database() throws Exception {
        Path file = folder.resolve("app.db");
        try (LiveSqlite live = new LiveSqlite(file, 4096)) {
            live.insert(3);
        }
        return file;
    }

    private Path copies() throws IOException {
        return Files.createDirectory(folder.resolve("copies"));
    }

    /** The owner of the folder creates a sparse file of any size: its copy would fill the disk of scratch. */
    @ParameterizedTest
    @ValueSource(strings = {"-wal", "-journal"})
    void aFileThatIsLargerThanTheRoomIsNotCopied(String suffix) throws Exception {
        Path file = database();
        long free = Files.getFileStore(folder).getUsableSpace();
        try (RandomAccessFile hole = new RandomAccessFile(file + suffix, "rw")) {
            hole.setLength(free + (1L << 30));
        }
        LivePlace place = LivePlace.of(file, Optional.empty());
        Path copies = copies();

        assertThatThrownBy(() -> RecoveredCopy.of(place, copies))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("are free. Make room there");
        assertThat(copies).isEmptyDirectory();
    }

    @Test
    void theWholeFileIsCopied() throws Exception {
        Path file = database();
        Files.write(Path.of(file + "-wal"), new byte[1]);
        Path copies = copies();

        RecoveredCopy recovered = RecoveredCopy.of(LivePlace.of(file, Optional.empty()), copies);

        assertThat(recovered.corrupt()).isEmpty();
        assertThat(recovered.file()).startsWith(copies).hasSameBinaryContentAs(file);
    }
}
