package io.litedrill.litestream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The result of a run of real {@code litestream restore}.
 *
 * @param output of both streams
 */
public record LitestreamRestore(int exitCode, String output) {
    private static final long MOST_SECONDS = 60;

    /**
     * Restores a replica in a folder.
     *
     * @param version such as {@code 0.5.17}
     * @param output the new file
     * @param arguments more options, such as {@code -timestamp} and a time
     */
    public static LitestreamRestore run(String version, Path output, Path replica, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-o", output.toString()));
        all.addAll(arguments);
        all.add("file://" + replica.toAbsolutePath());
        return run(version, all, Map.of());
    }

    /**
     * Runs {@code litestream restore} with these arguments, and these variables added to the environment.
     *
     * @throws IllegalStateException if it takes longer than a minute
     */
    public static LitestreamRestore run(String version, List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("restore"));
        command.addAll(arguments);
        Path log = Files.createTempFile("litestream-restore", ".log");
        try {
            Process process =
                    LitestreamCommand.of(version, command, log, environment).start();
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " still runs after " + MOST_SECONDS + " s");
            }
            return new LitestreamRestore(process.exitValue(), Files.readString(log, UTF_8));
        } finally {
            Files.delete(log);
        }
    }
}
