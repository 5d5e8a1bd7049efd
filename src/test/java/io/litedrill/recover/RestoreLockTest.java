package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.live.LivePlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreLockTest {
    @TempDir
    Path folder;

    /** Runs in another process: tries to take the lock and prints the result. */
    public static void main(String[] args) throws IOException {
        System.out.println(RestoreLock.take(Path.of(args[0])).isPresent() ? "taken" : "refused");
    }

    private String otherProcess() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestoreLockTest.class.getName(),
                        folder.resolve("lock").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void itHoldsAgainstThisProcessAndAgainstOthersThatTry() throws IOException {
        RestoreLock lock = RestoreLock.take(folder.resolve("lock")).orElseThrow();
        assertThat(RestoreLock.take(folder.resolve("lock"))).isEmpty();
        // the refused attempt of this process has not released the lock
        assertThat(otherProcess()).isEqualTo("refused");
        assertThat(otherProcess()).isEqualTo("refused");
        lock.close();
        assertThat(folder).isEmptyDirectory();
        assertThat(otherProcess()).isEqualTo("taken");
    }

    @Test
    void whatAProcessThatIsGoneLeftMeansNothing() throws IOException {
        assertThat(otherProcess()).isEqualTo("taken");
        assertThat(folder).isNotEmptyDirectory();
        RestoreLock.take(folder.resolve("lock")).orElseThrow().close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aProcessKilledBeforeItHadTheLockLeavesNothingAfterSettling() throws IOException {
        LivePlace place = LivePlace.of(folder.resolve("app.db"), Optional.empty());
        Path lock = new SidecarPaths(place).lock();
        Files.createFile(lock.resolveSibling(lock.getFileName() + ".c1b7f0be-8f76-4cc0-ab47-72deff77cc7a"));

        assertThat(new UnfinishedSwap(place).settle()).isEmpty();

        assertThat(folder).isEmptyDirectory();
    }
}
