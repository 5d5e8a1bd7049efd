package io.litedrill.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The thread that writes a restored database: its runs and its failures. */
class WriteBehindTest {
    @TempDir
    Path folder;

    private static byte[] filled(int value) {
        byte[] bytes = new byte[1000];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void eachRunIsWrittenAtItsPositionAndALaterOneWins() throws IOException {
        Path file = folder.resolve("file");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                WriteBehind writer = new WriteBehind(channel)) {
            for (int i = 9; i >= 0; i--) {
                writer.write(i * 1000L, filled(i), 0, 1000);
            }
            writer.write(3000, filled(77), 0, 1000);
            writer.finish();
            // no page remains to be written
            writer.finish();
        }

        byte[] content = Files.readAllBytes(file);
        assertThat(content).hasSize(10_000);
        for (int i = 0; i < content.length; i++) {
            assertThat(content[i]).isEqualTo((byte) (i / 1000 == 3 ? 77 : i / 1000));
        }
    }

    /** Alternating pages make the maximum number of runs. */
    @Test
    void manyPagesOfManyPlacesAreWritten() throws IOException {
        int size = 512;
        int pages = 10_000;
        Path file = folder.resolve("file");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                WriteBehind writer = new WriteBehind(channel)) {
            for (int first : new int[] {1, 0}) {
                for (int i = first; i < pages; i += 2) {
                    byte[] page = new byte[size];
                    ByteBuffer.wrap(page).putInt(i);
                    writer.write((long) i * size, page, 0, size);
                }
            }
            writer.finish();
        }

        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
        assertThat(content.remaining()).isEqualTo(pages * size);
        for (int i = 0; i < pages; i++) {
            assertThat(content.getInt(i * size)).isEqualTo(i);
        }
    }

    @Test
    void aFaultOfTheProgramIsNotReportedAsOneOfTheDisk() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        try (FileChannel unwritable = FileChannel.open(file, StandardOpenOption.READ);
                WriteBehind writer = new WriteBehind(unwritable)) {
            writer.write(0, filled(1), 0, 1000);
            assertThatThrownBy(writer::finish).isInstanceOf(NonWritableChannelException.class);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @Timeout(30)
    void aFullDiskIsReportedByTheNextCallAndByEachAfterIt() throws IOException {
        try (FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
                WriteBehind writer = new WriteBehind(full)) {
            assertThatThrownBy(() -> {
                        for (long i = 0; i < 10_000; i++) {
                            writer.write(i * 1000, filled(1), 0, 1000);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left");
            assertThatThrownBy(() -> writer.write(0, filled(1), 0, 1000)).hasMessageContaining("No space left");
            assertThatThrownBy(writer::finish).hasMessageContaining("No space left");
        }
    }
}
