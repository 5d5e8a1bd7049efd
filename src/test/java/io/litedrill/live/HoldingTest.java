package io.litedrill.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.recover.HoldingProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stand-in that is called litestream; the real ones are in {@code AfterRestoreLiveTest}. */
class HoldingTest {
    @TempDir
    Path folder;

    private Holding whileRunning(String name, String yaml) throws IOException {
        Path binary = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(binary, "#!/bin/sh\nread line\n");
        assertThat(binary.toFile().setExecutable(true)).isTrue();
        Path config = Files.writeString(folder.resolve("l.yml"), yaml);
        Process process = new ProcessBuilder(binary.toString(), "replicate", "-config", config.toString()).start();
        try {
            Awaitility.await()
                    .until(() ->
                            OpenFiles.command(Path.of("/proc/" + process.pid())).equals(name));
            return Holding.of(LivePlace.of(folder.resolve("app.db"), Optional.empty()));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aLitestreamWhoseConfigurationNamesTheDatabaseHoldsIt() throws IOException {
        Holding holding = whileRunning("litestream", "dbs: [{path: " + folder.resolve("app.db") + "}]");
        assertThat(holding.isHeld()).isTrue();
        assertThat(holding.who()).contains("(litestream) replicates it");
    }

    @Test
    void oneOfAnotherDatabaseDoesNot() throws IOException {
        assertThat(whileRunning("litestream", "dbs: [{path: " + folder.resolve("app.db2") + "}]")
                        .isHeld())
                .isFalse();
        assertThat(whileRunning("litestream", "dbs: [{path: " + folder.resolve("app.db.old") + "}]")
                        .isHeld())
                .isFalse();
    }

    @Test
    void anotherProgramThatNamesItDoesNot() throws IOException {
        assertThat(whileRunning("editor", "dbs: [{path: " + folder.resolve("app.db") + "}]")
                        .isHeld())
                .isFalse();
    }

    /** As a check or a drill of this process has it, while a restore is ordered. */
    @Test
    void whoOnlyLooksIntoItIsWaitedFor() throws Exception {
        LivePlace place = LivePlace.of(Files.writeString(folder.resolve("app.db"), "anything"), Optional.empty());
        FileChannel looking = FileChannel.open(place.file());
        assertThat(Holding.of(place).isHeld()).isTrue();
        Executor later = CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS);
        CompletableFuture<Void> looked = CompletableFuture.runAsync(() -> close(looking), later);

        assertThat(Holding.lasting(place).isHeld()).isFalse();

        assertThat(looked).isDone();
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoStaysHoldsIt() throws Exception {
        Path database = folder.resolve("app.db");
        try (HoldingProcess holding = HoldingProcess.running(database, "CREATE TABLE t(a)")) {
            assertThat(Holding.lasting(LivePlace.of(database, Optional.empty())).who())
                    .contains("process " + holding.pid());
        }
    }
}
