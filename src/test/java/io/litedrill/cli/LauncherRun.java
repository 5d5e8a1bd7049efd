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

/** A running {@code ./litedrill}, read by a shell of one's choice. Closing it kills it, and what it started in its place. */
final class LauncherRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path folder;

    private LauncherRun(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Starts it in a folder, which gets its outputs.
     *
     * @param shell {@code dash} is what /bin/sh is in Debian's and Ubuntu's containers
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
     * Starts any command that runs it in the end, such as the start script of a container. A shell cannot trap what was ignored when it
     * began, as are signals of tests that run in the background.
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

    /** Waits until a file is there and is not empty, and gives its text. */
    String awaitText(Path file) {
        await("text in " + file)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> (Files.exists(file) && Files.size(file) > 0) || !process.isAlive());
        return read(file);
    }

    /** Sends a signal, as {@code TERM}. */
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

    /** Waits for its end; 128 and the number of the signal where one ended it, as a shell says it. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running after " + PATIENCE + ": " + err());
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
