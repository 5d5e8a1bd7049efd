package io.litedrill.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A daemon in a separate process, to be killed. {@link #close} kills it. */
final class KilledDaemon implements AutoCloseable {
    private final Process process;
    private final int port;

    private KilledDaemon(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a daemon in a process, like {@link RunningDaemon#of}. */
    static KilledDaemon start(Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledDaemon.class.getName(),
                folder.toString());
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

    /** Runs the daemon in the new process. */
    public static void main(String[] arguments) throws Exception {
        RunningDaemon daemon = RunningDaemon.of(Path.of(arguments[0]));
        System.out.println(daemon.http().port());
    }

    Http http() {
        return new Http(port, RunningDaemon.TOKEN);
    }

    /** Ends the daemon by SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
