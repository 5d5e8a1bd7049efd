package io.litedrill.cli;

import static org.awaitility.Awaitility.await;

import io.litedrill.litestream.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A running {@code ./litedrill}, interpreted by a given shell. {@link #close} kills it and the process that replaced
 * it.
 */
final class LauncherRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path folder;

    private LauncherRun(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Starts the launcher in a folder, which receives its outputs.
     *
     * @param shell for example {@code dash}, which is /bin/sh in Debian's and Ubuntu's containers
     */
    static LauncherRun start(String shell, Path folder, Map<String, String> environment, List<String> words)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Tools.require(shell).toString(),
                Path.of("litedrill").toAbsolutePath().toString()));
        command.addAll(words);
        return start(folder, environment, command);
    }

    /**
     * Starts a command that runs the launcher in the end, such as the start script of a container. Signals are not
     * ignored at its start, because a shell cannot trap a signal that it inherited as ignored, as tests in the
     * background do.
     */
    static LauncherRun start(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        List<String> plain = new ArrayList<>(List.of("env", "--default-signal=HUP,INT"));
        plain.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(plain)
                .directory(folder.toFile())
                .redirectInput(Files.writeString(folder.resolve("stdin"), "from outside\n")
                        .toFile())
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().putAll(environment);
        return new LauncherRun(builder.start(), folder);
    }

    /** Waits until a file exists and is not empty, and returns its text. */
    String awaitText(Path file) {
        await("text in " + file)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> (Files.exists(file) && Files.size(file) > 0) || !process.isAlive());
        return read(file);
    }

    /** Sends a signal, such as {@code TERM}. */
    void signal(String name) throws IOException, InterruptedException {
        signal(name, process.pid());
    }

    static void signal(String name, long pid) throws IOException, InterruptedException {
        int sent = new ProcessBuilder("/bin/kill", "-" + name, String.valueOf(pid))
                .inheritIO()
                .start()
                .waitFor();
        if (sent != 0) {
            throw new IllegalStateException("no SIG" + name + " to " + pid);
        }
    }

    /** Waits for the end and returns the exit code; after a signal, 128 plus its number, as shells report it. */
    int awaitExit() throws InterruptedException {
        return awaitExit(PATIENCE);
    }

    int awaitExit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running after " + patience + ": " + err());
        }
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    String out() {
        return read(folder.resolve("stdout"));
    }

    String err() {
        return read(folder.resolve("stderr"));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
