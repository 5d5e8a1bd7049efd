package io.litedrill.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restored database that becomes durable while it is used. */
class UnsyncedDatabaseTest {
    private static final int PAGE = 1000;

    @TempDir
    Path folder;

    private Path path;
    private UnsyncedDatabase database;

    @BeforeEach
    void write() throws IOException {
        path = folder.resolve("database");
        database = new UnsyncedDatabase(DatabaseFile.create(path));
        database.write(target -> {
            target.writePage(2, filled(2), 0, PAGE);
            target.writePage(1, filled(1), 0, PAGE);
        });
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[PAGE];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private byte[] content() {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    @Test
    void theTaskReadsAllPages() throws IOException {
        byte[] read = database.syncDuring(this::content);

        assertThat(database.bytes()).isEqualTo(2 * PAGE);
        assertThat(read).startsWith(filled(1)).endsWith(filled(2)).hasSize(2 * PAGE);
    }

    @Test
    void aFailedSyncIsReportedAlthoughTheTaskSucceeded() throws IOException {
        database.close();

        assertThatThrownBy(() -> database.syncDuring(() -> "passed")).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(database::sync).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aFailureOfTheTaskIsThrown() {
        IllegalStateException failure = new IllegalStateException("of the task");

        assertThatThrownBy(() -> database.syncDuring(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }
}
