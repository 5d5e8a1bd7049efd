package io.litedrill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class NativeLeftoversTest {
    private static final String NAME = "sqlite-3.54.1.0-0033f40a-f524-4b33-8309-fcb3950b4afa-libsqlitejdbc.so";

    @TempDir
    Path folder;

    private Path left(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "a library");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        return file;
    }

    private void remove() {
        NativeLeftovers.remove(folder, InstantSource.system());
    }

    @Test
    void whatAKilledProcessLeftIsRemoved() throws IOException {
        Path library = left(NAME);
        Path lock = left(NAME + ".lck");

        remove();

        assertThat(library).doesNotExist();
        assertThat(lock).doesNotExist();
    }

    @Test
    void whatAProcessUsesStays() throws IOException {
        String used = NAME.replace("0033f40a", "11111111");
        Path library = left(used);
        Path lock = left(used + ".lck");
        try (FileChannel channel = FileChannel.open(library)) {
            MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());

            remove();

            assertThat(mapped.isDirect()).isTrue();
            assertThat(library).exists();
            assertThat(lock).exists();
        }
    }

    @Test
    void whatWasJustWrittenStays() throws IOException {
        Path library = Files.writeString(folder.resolve(NAME), "a library");

        remove();

        assertThat(library).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sqlite-notes.txt",
                "x" + NAME,
                NAME + ".bak",
                "sqlite-3.54.1.0-me-libsqlitejdbc.so",
                "libsqlitejdbc.so",
                "sqlite-3.54.1.0-0033F40A-f524-4b33-8309-fcb3950b4afa-libsqlitejdbc.so"
            })
    void anotherNameStays(String name) throws IOException {
        Path file = left(name);

        remove();

        assertThat(file).exists();
    }

    @Test
    void linksAndFoldersStay() throws IOException {
        Path victim = left("victim");
        Path link = Files.createSymbolicLink(folder.resolve(NAME), victim);
        Path inside = Files.createDirectory(folder.resolve(NAME + ".lck")).resolve("inside");
        Files.writeString(inside, "of the owner");

        remove();

        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(victim).hasContent("a library");
        assertThat(inside).exists();
    }
}
