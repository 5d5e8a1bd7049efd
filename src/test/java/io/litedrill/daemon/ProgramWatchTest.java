package io.litedrill.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramWatchTest {
    private static final FileTime BEFORE = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    private static final FileTime LATER = FileTime.from(Instant.parse("2026-01-02T00:00:00Z"));

    @TempDir
    Path folder;

    private Path jar;

    @BeforeEach
    void write() throws IOException {
        jar = jar("program.jar", "one");
        Files.setLastModifiedTime(jar, BEFORE);
    }

    private Path jar(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("Main.class"));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private ProgramWatch watch() {
        return ProgramWatch.of(List.of(folder.resolve("lacking.jar"), folder, jar));
    }

    /** Into the file itself, as {@code cp} does. */
    private void overwrite(byte[] content) throws IOException {
        Files.write(jar, content);
        Files.setLastModifiedTime(jar, LATER);
    }

    @Test
    void aJarIsOverwrittenOnceItIsWritten() throws IOException {
        ProgramWatch watch = watch();
        byte[] other = Files.readAllBytes(jar("other.jar", "two"));
        overwrite(new byte[10]);

        assertThat(watch.overwritten()).isEmpty();
        overwrite(other);
        assertThat(watch.overwritten()).isEmpty();
        assertThat(watch.overwritten()).contains(jar);
        assertThat(watch.overwritten()).contains(jar);
    }

    @Test
    void aJarThatIsBeingWrittenExplainsAnError() throws IOException {
        ProgramWatch watch = watch();

        assertThat(watch.written()).isEmpty();
        overwrite(new byte[10]);
        assertThat(watch.written()).contains(jar);
    }

    @Test
    void aJarOfAnotherNameOrNoneExplainsNoError() throws IOException {
        ProgramWatch watch = watch();
        Files.move(jar("other.jar", "two"), jar, StandardCopyOption.REPLACE_EXISTING);

        assertThat(watch.written()).isEmpty();
        Files.delete(jar);
        assertThat(watch.written()).isEmpty();
    }

    @Test
    void whatIsNoJarAnyMoreIsOverwritten() throws IOException {
        ProgramWatch watch = watch();
        overwrite(new byte[0]);

        assertThat(watch.overwritten()).isEmpty();
        assertThat(watch.overwritten()).contains(jar);
    }

    @Test
    void aJarThatIsReplacedByRenamingStaysOpen() throws IOException {
        ProgramWatch watch = watch();
        Files.move(jar("other.jar", "two"), jar, StandardCopyOption.REPLACE_EXISTING);

        assertThat(watch.overwritten()).isEmpty();
        assertThat(watch.overwritten()).isEmpty();
        Files.delete(jar);
        assertThat(watch.overwritten()).isEmpty();
    }

    @Test
    void theSameJarAgainIsNoOther() throws IOException {
        ProgramWatch watch = watch();
        overwrite(Files.readAllBytes(jar));

        assertThat(watch.overwritten()).isEmpty();
        assertThat(watch.overwritten()).isEmpty();
        assertThat(watch.overwritten()).isEmpty();
        assertThat(watch.written()).isEmpty();
    }
}
