package io.litedrill.cli;

import io.litedrill.litestream.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A finished run of a real program such as {@code promtool}.
 *
 * @param output both streams
 */
public record ToolRun(int exitCode, String output) {
    private static final long PATIENCE_SECONDS = 180;

    /** Runs a program in the project's folder, without input. */
    public static ToolRun of(String tool, String... arguments) throws IOException, InterruptedException {
        return withInput("", tool, arguments);
    }

    /** Runs a program with this text on stdin. */
    public static ToolRun withInput(String input, String tool, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Tools.require(tool).toString()));
        command.addAll(List.of(arguments));
        Path in = Files.createTempFile("litedrill-tool", ".in");
        Path out = Files.createTempFile("litedrill-tool", ".out");
        try {
            Files.writeString(in, input);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile());
            // for Go programs that run for seconds, a larger heap saves a fifth of the CPU time
            builder.environment().put("GOGC", "800");
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(tool + " still ran after " + PATIENCE_SECONDS + " s");
            }
            return new ToolRun(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }
}
