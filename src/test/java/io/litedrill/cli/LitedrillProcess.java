package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The packaged jar as a process, run by the Java that runs the tests. {@link #close} kills it. */
final class LitedrillProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LISTENING = Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+),.*");

    private final Process process;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> logEnd;

    private LitedrillProcess(Process process) {
        this.process = process;
        this.logEnd = CompletableFuture.runAsync(this::readLog, task -> new Thread(task, "litedrill-log").start());
    }

    /**
     * Starts a command.
     *
     * @param folder for its home and its temporary files; its stdout goes to the file {@code stdout} there
     */
    static LitedrillProcess start(Path folder, String... arguments) throws IOException {
        return startJar(Path.of("target", "litedrill.jar").toAbsolutePath(), folder, arguments);
    }

    /** Starts a command of a copy of the packaged jar. */
    static LitedrillProcess startJar(Path jar, Path folder, String... arguments) throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                // as ./litedrill does
                arguments[0].equals("serve") ? "-XX:CompileThresholdScaling=10" : "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-jar",
                jar.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(stdout(folder).toFile());
        builder.environment().put("LITEDRILL_HOME", folder.resolve("home").toString());
        return new LitedrillProcess(builder.start());
    }

    private static Path stdout(Path folder) {
        return folder.resolve("stdout");
    }

    static String output(Path folder) throws IOException {
        return Files.readString(stdout(folder));
    }

    private void readLog() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(log::add);
        } catch (IOException e) {
            log.add("the log broke off: " + e);
        }
    }

    /** Waits for the port in its log and returns it. */
    int awaitPort() {
        Awaitility.await().atMost(PATIENCE).until(() -> port() > 0 || !process.isAlive());
        if (port() == 0) {
            throw new IllegalStateException("it ended instead of listening: " + String.join("\n", log));
        }
        return port();
    }

    /** Waits for a text in its log. */
    void awaitLog(String text) {
        Awaitility.await().atMost(PATIENCE).until(() -> log().contains(text) || !process.isAlive());
    }

    private int port() {
        return log.stream()
                .map(LISTENING::matcher)
                .filter(Matcher::find)
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .findFirst()
                .orElse(0);
    }

    /** Returns its log up to now. */
    String log() {
        return String.join("\n", log);
    }

    /** Returns whether a program that it started runs, with this text in its path. */
    boolean runs(String program) {
        return process.descendants()
                .anyMatch(child -> child.info().command().orElse("").contains(program));
    }

    /** Sends SIGTERM through the handle, because {@code Process.destroy} would also close our end of its log. */
    void terminate() {
        assertThat(process.toHandle().destroy()).isTrue();
    }

    /**
     * Sends a signal that Java cannot.
     *
     * @param name without SIG, such as HUP
     */
    void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Ends the process by SIGKILL, and waits for its end. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int awaitExit() throws Exception {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running after " + PATIENCE + ": " + log());
        }
        logEnd.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
