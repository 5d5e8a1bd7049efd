package io.litedrill.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.verify.ContentsReader;
import io.litedrill.verify.Measurement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The owner of a live database's folder replaces a file by a named pipe after it was tested: opening it must not wait
 * for a writer.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveFilesAreOpenedWithoutWaitingTest {
    private static final int PAGE_SIZE = 4096;

    @TempDir
    Path folder;

    private Path pipe(String name) throws IOException, InterruptedException {
        Path pipe = folder.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    @Test
    void thePagesOfADatabase() throws Exception {
        Path pipe = pipe("app.db");

        assertThatThrownBy(() -> LivePages.open(pipe)).isInstanceOf(IOException.class);
    }

    @Test
    void theFramesOfAWal() throws Exception {
        Path pipe = pipe("app.db-wal");

        assertThatThrownBy(() -> WalFrames.read(pipe, PAGE_SIZE)).isInstanceOf(IOException.class);
    }

    @Test
    void theContentsThatSqliteReads() throws Exception {
        Path pipe = pipe("app.db");

        Measurement measurement =
                ContentsReader.ofCopy(pipe, new Measurement.Effort(Duration.ofSeconds(1), OptionalLong.empty()));

        assertThat(measurement)
                .isInstanceOfSatisfying(
                        Measurement.NotTaken.class,
                        notTaken -> assertThat(notTaken.reason()).contains("while it was opened"));
    }
}
