package io.litedrill.release;

import io.litedrill.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Commands of Litedrill with the classes under test, in one folder. They run in this process, because a new process
 * takes longer than most commands.
 */
final class CommandRun {
    private static final long PATIENCE_SECONDS = 120;

    private final Path folder;
    private final Map<String, String> variables = new HashMap<>();

    /** The result of one command; {@code output} has both streams. */
    record Result(int exitCode, String output) {}

    CommandRun(Path folder) {
        this.folder = folder;
        variables.put("LITEDRILL_HOME", folder.resolve("home").toString());
    }

    CommandRun with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** Returns the words that run a command with the classes under test, as a process. */
    static List<String> words(String... arguments) {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(":"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(":"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                "io.litedrill.cli.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs a command in this process until it ends, with no environment except the variables set here. */
    Result of(String... arguments) {
        CommandLineRun.User user = new CommandLineRun.User(folder);
        variables.forEach(user::with);
        CommandLineRun run = user.runs(arguments);
        return new Result(run.code(), run.err() + run.out());
    }

    /** Runs any command as a process until it ends. */
    Result process(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "run", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("it does not end: " + Files.readString(output));
        }
        String text = Files.readString(output);
        Files.delete(output);
        return new Result(process.exitValue(), text);
    }
}
