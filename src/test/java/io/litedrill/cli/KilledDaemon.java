package io.litedrill.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A daemon in a process of its own that is killed, or kills itself at some moment of a swap. Closing it kills it. */
final class KilledDaemon implements AutoCloseable {
    private final Process process;
    private final int port;

    private KilledDaemon(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one, as {@link RunningDaemon#of}. */
    static KilledDaemon start(Path folder) throws IOException {
        return started(folder.toString());
    }

    /** Starts one that ends at once, as if killed, so many microseconds after this file appeared. */
    static KilledDaemon endingAt(Path folder, Path file, int micros) throws IOException {
        return started(folder.toString(), file.toString(), String.valueOf(micros));
    }

    private static KilledDaemon started(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledDaemon.class.getName());
        builder.command().addAll(List.of(arguments));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String port = String.valueOf(lines.readLine());
        if (!port.matches("\\d+")) {
            process.destroyForcibly();
            throw new IllegalStateException("no daemon, but " + port);
        }
        return new KilledDaemon(process, Integer.parseInt(port));
    }

    /** The process itself. */
    public static void main(String[] arguments) throws Exception {
        RunningDaemon daemon = RunningDaemon.of(Path.of(arguments[0]));
        System.out.println(daemon.http().port());
        if (arguments.length > 1) {
            Path file = Path.of(arguments[1]);
            while (!Files.exists(file)) {
                Thread.onSpinWait();
            }
            LockSupport.parkNanos(Integer.parseInt(arguments[2]) * 1000L);
            Runtime.getRuntime().halt(137);
        }
    }

    Http http() {
        return new Http(port, RunningDaemon.TOKEN);
    }

    /** With SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits until it has ended itself, and kills it where it missed the moment: what is there for milliseconds may not be seen. */
    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            kill();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
