package io.litedrill.litestream;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How every real Litestream of the tests is started: both outputs into one file, no input, a clean environment. */
final class LitestreamCommand {
    private LitestreamCommand() {}

    /** Skips or fails the running test, as {@link Tools#require} does, where this version is missing. */
    static ProcessBuilder of(String version, List<String> arguments, Path log, Map<String, String> environment) {
        List<String> command =
                new ArrayList<>(List.of(Tools.require("litestream-" + version).toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        // Both prefixes change what Litestream does; 0.5.17 does not even start for S3 where AWS_CA_BUNDLE is set.
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("LITESTREAM_"));
        builder.environment().putAll(environment);
        return builder;
    }
}
