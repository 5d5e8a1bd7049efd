package io.litedrill.litestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running {@code litestream replicate}. {@link #close} kills it, unless it was stopped before. */
public final class LitestreamProcess implements AutoCloseable {
    /**
     * How long a test waits for an upload. Litestream 0.3.13 uploads a transaction that is committed while it
     * synchronizes (between {@code verify} and {@code syncWAL} in its {@code db.go}) only with the next one, or at
     * its next checkpoint, within a minute.
     */
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration START = Duration.ofSeconds(20);
    private static final long STOP_SECONDS = 20;

    private final Process process;
    private final Path log;

    private LitestreamProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts Litestream and waits until it logs that it replicates; the first upload follows a moment later.
     *
     * @param work a folder for its configuration and log; one for each process
     */
    public static LitestreamProcess start(Replicate replicate, Path work) throws IOException {
        return start(replicate, work, Map.of());
    }

    /** Starts Litestream with these variables added to its environment. */
    public static LitestreamProcess start(Replicate replicate, Path work, Map<String, String> environment)
            throws IOException {
        return start(replicate.version(), replicate.yaml(), work, environment);
    }

    /** Starts Litestream with a whole configuration, which may name several databases. */
    public static LitestreamProcess start(String version, String yaml, Path work, Map<String, String> environment)
            throws IOException {
        Files.createDirectories(work);
        Path config = Files.writeString(work.resolve("litestream.yml"), yaml);
        Path log = work.resolve("litestream.log");
        List<String> arguments = List.of("replicate", "-config", config.toString());
        Process started =
                LitestreamCommand.of(version, arguments, log, environment).start();
        LitestreamProcess running = new LitestreamProcess(started, log);
        try {
            running.awaitOutput("replicating to");
        } catch (RuntimeException | Error failed) {
            running.close();
            throw failed;
        }
        return running;
    }

    /** Waits, at most 20 s, until the output contains this text. */
    public void awaitOutput(String text) {
        await("litestream to say: " + text)
                .atMost(START)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> output().contains(text) || !process.isAlive());
        if (!output().contains(text)) {
            throw new IllegalStateException("litestream ended before it said \"" + text + "\": " + output());
        }
    }

    /** Returns its output up to now, of both streams. */
    public String output() {
        try {
            return Files.readString(log, UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Sends SIGTERM, so that it uploads pending changes, and returns its exit code. After 20 s the process is killed.
     *
     * @throws IllegalStateException if it was killed
     */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("litestream still ran " + STOP_SECONDS + " s after SIGTERM: " + output());
        }
        return process.exitValue();
    }

    /**
     * Sends SIGTERM and waits, for any exit code: that of 0.3.13 is 1 if SIGTERM arrives during its own checkpoint
     * ({@code release read lock: context canceled}), and its earlier uploads are valid.
     */
    public void end() throws InterruptedException {
        stop();
    }

    /** Ends it immediately with SIGKILL, like a crash. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
