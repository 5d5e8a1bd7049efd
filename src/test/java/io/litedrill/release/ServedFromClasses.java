package io.litedrill.release;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code litedrill serve} as a process, with the classes under test. {@link #close} kills it. */
final class ServedFromClasses implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;

    private ServedFromClasses(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts the daemon with this configuration in its own folder. */
    static ServedFromClasses start(Path folder, String yaml, Map<String, String> variables) throws IOException {
        Path config = Files.writeString(folder.resolve("litedrill.yml"), yaml);
        Path log = folder.resolve("serve.log");
        ProcessBuilder builder = new ProcessBuilder(CommandRun.words("serve", "-c", config.toString()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("LITEDRILL_HOME", folder.resolve("home").toString());
        builder.environment().putAll(variables);
        return new ServedFromClasses(builder.start(), log);
    }

    /** Waits until the log contains a text. */
    void awaitLog(String text) {
        await(text).atMost(PATIENCE).until(() -> log().contains(text) || !process.isAlive());
        if (!log().contains(text)) {
            throw new IllegalStateException("it ended: " + log());
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends SIGTERM, and returns the exit code. */
    int terminate() throws InterruptedException {
        process.toHandle().destroy();
        return awaitExit();
    }

    /** Waits for the end, and returns the exit code. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("it does not end: " + log());
        }
        return process.exitValue();
    }

    /** Sends a signal that Java cannot, such as HUP. */
    void signal(String name) throws IOException, InterruptedException {
        if (new ProcessBuilder("/bin/kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor()
                != 0) {
            throw new IllegalStateException("no SIG" + name);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
