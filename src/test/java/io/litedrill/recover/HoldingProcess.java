package io.litedrill.recover;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Another process that has a database open and runs statements of SQL, until it is closed. */
public final class HoldingProcess implements AutoCloseable {
    private final Process process;

    private HoldingProcess(Process process) {
        this.process = process;
    }

    /** Starts it and waits until it ran them; the connection stays open. */
    public static HoldingProcess running(Path database, String... sql) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HoldingProcess.class.getName(),
                database.toString()));
        command.addAll(List.of(sql));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"ready".equals(lines.readLine())) {
            throw new IllegalStateException("the process that was to hold " + database + " did not get ready");
        }
        return new HoldingProcess(process);
    }

    /** The process itself. */
    public static void main(String[] args) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(args).subList(1, args.length)) {
                statement.execute(sql);
            }
            System.out.println("ready");
            var unused = System.in.read();
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Ends it at once (SIGKILL), as a crash would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
