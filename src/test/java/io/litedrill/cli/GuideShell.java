package io.litedrill.cli;

import io.litedrill.app.RuntimeEnvironment;
import io.litedrill.config.Environment;
import io.litedrill.litestream.Tools;
import io.litedrill.storage.StorageListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the commands of a page in a folder that stands for the root of a machine. Litedrill's own commands run in this
 * process, as at a terminal of 120 columns. A shell runs all other commands, {@code ensure ... -- COMMAND}, and
 * commands with a pipe or an output file.
 */
final class GuideShell {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Pattern PATH = Pattern.compile("(?<![\\w.:/-])/(?=(data|backups|etc|restored|app|new)\\b)");
    /** A command behind {@code --}, a pipe, or a file for the output. */
    private static final Pattern SHELL = Pattern.compile(" (--|\\|) | > [\\w./-]+$");

    private static final int COLUMNS = 120;
    private static final long PATIENCE_SECONDS = 120;

    private final Path root;
    private final Path bin;
    private final String time;

    /**
     * Prepares a machine.
     *
     * @param root gets {@code bin} with {@code litedrill}
     * @param time the replacement for the times of the page
     */
    GuideShell(Path root, String time) throws IOException {
        this.root = root;
        this.time = time;
        this.bin = Files.createDirectories(root.resolve("bin"));
        program("litedrill", "exec '" + Path.of("litedrill").toAbsolutePath() + "' \"$@\"");
        Tools.require("sqlite3");
    }

    /** Adds a program that consists of one line of shell. */
    GuideShell program(String name, String line) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return this;
    }

    /** The output of a command on both streams, and its exit code. */
    record Done(String output, int code) {}

    /** Runs a line of the page. */
    Done run(String line) throws IOException, InterruptedException {
        String here = here(line);
        Done done = line.startsWith("litedrill ") && !SHELL.matcher(line).find() ? litedrill(here) : shell(here);
        return new Done(
                done.output()
                        .replace(root + "/litedrill.yml", "/etc/litedrill.yml")
                        .replace(root.toString(), ""),
                done.code());
    }

    /** Returns a text of the page with the paths and the time of this machine. */
    String here(String text) {
        return PATH.matcher(text)
                .replaceAll(Matcher.quoteReplacement(root + "/"))
                .replace("2026-11-23T05:00:00Z", time);
    }

    /** Splits a line without expansions like a shell. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(Optional.ofNullable(matcher.group(1))
                    .or(() -> Optional.ofNullable(matcher.group(2)))
                    .orElseGet(matcher::group));
        }
        return words;
    }

    private Done litedrill(String line) {
        List<String> words = words(line);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Terminal terminal = Terminal.of(both, both, new Terminal.Look(true, false, false, COLUMNS));
        Environment environment = new Environment(
                Map.of("HOME", root.toString(), "AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret"),
                root,
                root);
        RuntimeEnvironment runtime = new RuntimeEnvironment(environment, InstantSource.system(), StorageListener.NONE);
        int code = Main.run(
                words.subList(1, words.size()).toArray(String[]::new),
                new Session(terminal, runtime, Optional.empty()));
        return new Done(bytes.toString(StandardCharsets.UTF_8), code);
    }

    private Done shell(String line) throws IOException, InterruptedException {
        Path output = root.resolve("output");
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(LITE(DRILL|STREAM)|AWS)_.*"));
        builder.environment()
                .putAll(Map.of(
                        "HOME",
                        root.toString(),
                        "PATH",
                        bin + ":" + System.getenv("PATH"),
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "LITEDRILL_JAR",
                        PseudoTerminal.jar(bin).toString(),
                        "LITEDRILL_JAVA_OPTS",
                        "-XX:TieredStopAtLevel=1 -Dorg.sqlite.tmpdir=" + bin,
                        "LITEDRILL_CACHE",
                        ""));
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("still running: " + line);
        }
        return new Done(Files.readString(output), process.exitValue());
    }
}
