package io.litedrill.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
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
        database = UnsyncedDatabase.create(path, target -> {
            target.writePage(2, filled(2), 0, PAGE);
            target.writePage(1, filled(1), 0, PAGE);
        });
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[PAGE];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    @Test
    void readersFindAllPagesBeforeTheDatabaseIsDurable() throws IOException {
        assertThat(database.bytes()).isEqualTo(2 * PAGE);
        assertThat(path).content(StandardCharsets.ISO_8859_1).hasSize(2 * PAGE);
        assertThat(Files.readAllBytes(path)).startsWith(filled(1)).endsWith(filled(2));
    }

    @Test
    void aFailureOfTheWriterIsThrown() {
        IOException failure = new IOException("of the writer");

        assertThatThrownBy(() -> UnsyncedDatabase.create(folder.resolve("other"), target -> {
                    target.writePage(1, filled(1), 0, PAGE);
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void aSyncIsTheOneThatWasStarted() throws IOException {
        database.startSync();
        database.sync();
        database.close();

        // another one would fail on the closed file
        assertThatCode(database::sync).doesNotThrowAnyException();
    }

    @Test
    void aFailureOfTheOtherThreadIsThrownEachTime() throws IOException {
        database.close();
        database.startSync();

        assertThatThrownBy(database::sync).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(database::sync).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aFailureOfThisThreadIsThrown() throws IOException {
        database.close();

        assertThatThrownBy(database::sync).isInstanceOf(ClosedChannelException.class);
    }
}
