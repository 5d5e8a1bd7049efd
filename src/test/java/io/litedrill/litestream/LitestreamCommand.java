package io.litedrill.litestream;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts each real Litestream of the tests: both outputs into one file, no input, a clean environment. */
final class LitestreamCommand {
    private LitestreamCommand() {}

    /** Skips or fails the running test, like {@link Tools#require}, if this version is missing. */
    static ProcessBuilder of(String version, List<String> arguments, Path log, Map<String, String> environment) {
        List<String> command =
                new ArrayList<>(List.of(Tools.require("litestream-" + version).toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        // Both prefixes change the behaviour of Litestream; 0.5.17 does not start for S3 if AWS_CA_BUNDLE is set.
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("LITESTREAM_"));
        builder.environment().putAll(environment);
        return builder;
    }
}
