package io.litedrill.recover;

import io.litedrill.litestream.Tools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Another process that has a database open and runs statements of SQL, until it is closed: SQLite's shell, which
 * starts immediately.
 */
public final class HoldingProcess implements AutoCloseable {
    /** The shell buffers its own output, but not that of a program that it runs. */
    private static final String READY = ".shell echo ready\n";

    private static final String SETTINGS = ".timeout 3000\n.output /dev/null\n.dbconfig defensive off\n";

    private final Process process;

    private HoldingProcess(Process process) {
        this.process = process;
    }

    /** Starts the process and waits until it ran the statements; the connection stays open. */
    public static HoldingProcess running(Path database, String... sql) throws IOException {
        Process process = new ProcessBuilder(
                        Tools.require("sqlite3").toString(), "-init", "/dev/null", "-bail", "-batch", "" + database)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String statements = Stream.of(sql).map(each -> each + ";\n").collect(Collectors.joining());
        Writer shell = process.outputWriter(StandardCharsets.UTF_8);
        shell.write(SETTINGS + statements + READY);
        shell.flush();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"ready".equals(lines.readLine())) {
            throw new IllegalStateException("the process that was to hold " + database + " did not get ready");
        }
        return new HoldingProcess(process);
    }

    public long pid() {
        return process.pid();
    }

    /** Ends the process immediately with SIGKILL, like a crash. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
