package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** Runs {@code ./litedrill} in the pseudo-terminal of util-linux's {@code script}, with the classes under test. */
final class PseudoTerminal {
    private static final long PATIENCE_SECONDS = 300;

    private final Path folder;
    private final Path jar;

    /**
     * Prepares a jar that names the class path of the tests.
     *
     * @param folder where the commands run
     */
    PseudoTerminal(Path folder) throws IOException {
        this.folder = folder;
        this.jar = jar(folder);
    }

    /** Writes a jar that names the class path of the tests, for the launcher. */
    static Path jar(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        main.put(
                Attributes.Name.CLASS_PATH,
                Arrays.stream(System.getProperty("java.class.path").split(":"))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        Path jar = folder.resolve("litedrill.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    /**
     * Runs a shell script, in which {@code litedrill} is the launcher.
     *
     * @param columns the width of the terminal
     * @return the output to the terminal, in the order of writing
     */
    String run(int columns, Map<String, String> variables, String shell) throws IOException, InterruptedException {
        Tools.require("stty");
        String launcher = Path.of("litedrill").toAbsolutePath().toString();
        Files.writeString(
                folder.resolve("commands.sh"),
                "stty cols " + columns + " rows 50\nlitedrill() { '" + launcher + "' \"$@\"; }\n" + shell
                        + "\nexit 0\n");
        Path output = folder.resolve("terminal.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Tools.require("script").toString(), "-q", "-e", "-c", "sh commands.sh", "/dev/null")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("LITE(DRILL|STREAM)_.*|NO_COLOR|COLUMNS"));
        builder.environment()
                .putAll(Map.of(
                        "HOME",
                        folder.toString(),
                        "TERM",
                        "xterm",
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "LITEDRILL_JAR",
                        jar.toString(),
                        "LITEDRILL_CACHE",
                        "",
                        "LITEDRILL_JAVA_OPTS",
                        "-XX:TieredStopAtLevel=1 -Dorg.sqlite.tmpdir=" + folder));
        builder.environment().putAll(variables);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IllegalStateException("still running after " + PATIENCE_SECONDS + " s");
        }
        assertThat(process.exitValue()).isZero();
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
