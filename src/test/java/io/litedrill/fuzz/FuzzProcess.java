package io.litedrill.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jazzer, at work on one target for a while, in a process of its own: its agent rewrites classes as they are loaded, and it fuzzes one
 * target in a process. All it writes is below {@code target/fuzz/<class>}: {@code corpus} (what reached something new), {@code log}, and
 * findings.
 */
final class FuzzProcess {
    /** Looks for the faults of web applications, which see one in every pattern and path that a configuration may hold. */
    private static final String NOT_FOR_US = Stream.of(
                    "ClojureLangHooks",
                    "Deserialization",
                    "ExpressionLanguageInjection",
                    "FilePathTraversal",
                    "LdapInjection",
                    "NamingContextLookup",
                    "OsCommandInjection",
                    "ReflectiveCall",
                    "RegexInjection",
                    "ScriptEngineInjection",
                    "ServerSideRequestForgery",
                    "SqlInjection",
                    "TemplateInjection",
                    "UnsafeSanitizer",
                    "XPathInjection",
                    "XmlParserSsrfGuidance")
            .map(name -> "com.code_intelligence.jazzer.sanitizers." + name)
            .collect(Collectors.joining(":"));

    private static final String OURS = "io.litedrill.**:org.snakeyaml.engine.**";
    private static final Path BELOW = Path.of("target", "fuzz");
    private static final Duration START_AND_END = Duration.ofMinutes(5);
    private static final int MOST_LOG = 8_000;
    private static final int MOST_SHOWN = 64 << 10;

    private final Class<? extends FuzzTarget> target;
    private final Path folder;

    FuzzProcess(Class<? extends FuzzTarget> target) {
        this.target = target;
        this.folder = BELOW.resolve(target.getSimpleName()).toAbsolutePath();
    }

    /**
     * How it went.
     *
     * @param executions inputs that were read
     * @param perSecond of those
     * @param coverage places in the code that were reached, in Jazzer's count
     * @param failure what was found, with the input that shows it, or why it could not run; empty when all was well
     */
    record Outcome(String target, long executions, long perSecond, long coverage, Optional<String> failure) {}

    /** Fuzzes for so long; ends early with the first finding. */
    Outcome run(Duration time) throws Exception {
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Path log = folder.resolve("log");
        forgetFindings();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:-OmitStackTraceInFastThrow",
                "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
                "-D" + FuzzDriver.TARGET + "=" + target.getName(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                classPath(),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzDriver.class.getName(),
                "--instrumentation_includes=" + OURS,
                "--custom_hook_includes=" + OURS,
                "--disabled_hooks=" + NOT_FOR_US,
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-print_final_stats=1",
                "-timeout=120",
                "-max_len=32768",
                "-max_total_time=" + time.toSeconds(),
                corpus.toString(),
                seeds().toString()));
        if (!FuzzTarget.kept(target.getSimpleName()).isEmpty()) {
            command.add(FuzzTarget.KEPT.resolve(target.getSimpleName()).toString());
        }
        return outcome(exitCode(command, log, time.plus(START_AND_END)), Files.readString(log));
    }

    /** Surefire starts Java with a jar that only refers to it. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    }

    private static int exitCode(List<String> command, Path log, Duration most) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = process.waitFor(most.toSeconds(), TimeUnit.SECONDS);
            return ended ? process.exitValue() : -1;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Path seeds() throws Exception {
        Path seeds = Files.createDirectories(folder.resolve("seeds"));
        List<byte[]> inputs = FuzzTarget.named(target.getName()).seeds().toList();
        for (int i = 0; i < inputs.size(); i++) {
            Files.write(seeds.resolve("seed-" + i), inputs.get(i));
        }
        return seeds;
    }

    private Outcome outcome(int exitCode, String log) throws IOException {
        Optional<String> failure = Optional.empty();
        if (exitCode != 0) {
            String ending = log.substring(Math.max(0, log.length() - MOST_LOG));
            failure = Optional.of(
                    target.getSimpleName() + ": Jazzer exited with " + exitCode + "\n" + ending + finding());
        }
        return new Outcome(
                target.getSimpleName(),
                last(log, "stat::number_of_executed_units: +([0-9]+)"),
                last(log, "stat::average_exec_per_sec: +([0-9]+)"),
                last(log, " cov: ([0-9]+)"),
                failure);
    }

    private static long last(String log, String number) {
        return Pattern.compile(number)
                .matcher(log)
                .results()
                .map((MatchResult match) -> Long.parseLong(match.group(1)))
                .reduce(0L, (before, after) -> after);
    }

    /** The input, so that it can be had from nothing but the log of a build. */
    private String finding() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : findings()) {
            byte[] input = Files.readAllBytes(file);
            text.append("\nTo keep it: echo ")
                    .append(
                            input.length > MOST_SHOWN
                                    ? "..."
                                    : Base64.getEncoder().encodeToString(input))
                    .append(" | base64 -d > ")
                    .append(FuzzTarget.KEPT.resolve(target.getSimpleName()).resolve(file.getFileName()))
                    .append('\n')
                    .append(new String(input, StandardCharsets.ISO_8859_1).replaceAll("[^ -~\n]", "."));
        }
        return text.toString();
    }

    private void forgetFindings() throws IOException {
        for (Path file : findings()) {
            Files.delete(file);
        }
    }

    private List<Path> findings() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches("(crash|timeout|oom|slow-unit)-.*"))
                    .sorted()
                    .toList();
        }
    }
}
