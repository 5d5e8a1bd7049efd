package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name whose attributes cannot be read (in this test because it is too long) must not count as absent. */
class SwapFilesTest {
    private final SwapFiles files = new SwapFiles(SwapListener.NONE);

    @TempDir
    Path folder;

    @Test
    void whatCannotBeReadIsNeitherDeletedNorReportedAsDeleted() {
        Path unreadable = folder.resolve("x".repeat(300));

        assertThatThrownBy(() -> files.delete(unreadable)).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> files.deleteTree(unreadable)).isInstanceOf(FileSystemException.class);
    }

    @Test
    void whatIsAbsentNeedsNoDeletion() throws IOException {
        files.delete(folder.resolve("absent"));
        files.deleteTree(folder.resolve("absent"));

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aBrokenLinkIsThere() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));

        files.delete(link);

        assertThat(folder).isEmptyDirectory();
    }
}
