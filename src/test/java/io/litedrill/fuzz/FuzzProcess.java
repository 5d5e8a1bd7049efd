package io.litedrill.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jazzer in a separate process, for one target and a limited time: its agent rewrites classes when they are loaded,
 * and it fuzzes one target per process. It writes only below {@code target/fuzz/<class>}: {@code corpus} (inputs that
 * reached new code), {@code log}, and findings.
 */
final class FuzzProcess {
    /**
     * Detectors for faults of web applications. They would report every pattern and path that a configuration may
     * have.
     */
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

    private static final String OURS = "io.litedrill.**:org.snakeyaml.engine.**:com.exceptionfactory.jagged.**";
    /** Linux's file system in memory: a restore syncs to disk several times, which would take most of the time. */
    private static final Path MEMORY = Path.of("/dev/shm");

    /** In a shorter time the second compiler finishes too late, and uses processor time of the target. */
    private static final Duration WORTH_COMPILING_WELL = Duration.ofMinutes(5);

    private static final long NO_LIMIT = -1;
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
     * The result of a run.
     *
     * @param executions the number of inputs
     * @param known the number of inputs that existed before
     * @param perSecond inputs per second
     * @param coverage reached code locations, as Jazzer counts them
     * @param failure the finding with its input, or the reason why it could not run; empty on success
     */
    record Outcome(
            String target, long executions, long known, long perSecond, long coverage, Optional<String> failure) {
        /** Returns whether the fuzzer created any input: it first reads the known ones, and an empty one. */
        boolean isFuzzed() {
            return executions > known + 1 && coverage > 0;
        }
    }

    /** Fuzzes for this duration; ends early after the first finding. */
    Outcome run(Duration time) throws Exception {
        return run(time, NO_LIMIT);
    }

    /**
     * Fuzzes from the seeds and kept inputs until this number of inputs, for a limited time; keeps no corpus. The
     * time starts with the first input; during the first inputs classes are loaded and rewritten, which takes
     * seconds.
     */
    Outcome run(Duration most, long inputs) throws Exception {
        Path log = Files.createDirectories(folder).resolve("log");
        forgetFindings();
        Path temporary = temporary();
        try {
            return outcome(exitCode(command(most, inputs, temporary), log, most.plus(START_AND_END)), log);
        } finally {
            delete(temporary);
        }
    }

    private List<String> command(Duration most, long inputs, Path temporary) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=" + (most.compareTo(WORTH_COMPILING_WELL) < 0 ? 1 : 4),
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
                "-runs=" + inputs,
                "-max_total_time=" + most.toSeconds(),
                Files.createDirectories((inputs == NO_LIMIT ? folder : temporary).resolve("corpus"))
                        .toString(),
                seeds().toString()));
        if (!FuzzTarget.kept(target.getSimpleName()).isEmpty()) {
            command.add(FuzzTarget.KEPT.resolve(target.getSimpleName()).toString());
        }
        return command;
    }

    private Path temporary() throws IOException {
        String name = "litedrill-fuzz";
        return Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, name)
                : Files.createTempDirectory(folder, name);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** Returns the class path; Surefire starts Java with a jar that only refers to it. */
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

    private Outcome outcome(int exitCode, Path file) throws IOException {
        String log = Files.readString(file);
        Optional<String> failure = Optional.empty();
        if (exitCode != 0) {
            String ending = log.substring(Math.max(0, log.length() - MOST_LOG));
            failure = Optional.of(
                    target.getSimpleName() + ": Jazzer exited with " + exitCode + "\n" + ending + finding());
        }
        return new Outcome(
                target.getSimpleName(),
                last(log, "stat::number_of_executed_units: +([0-9]+)"),
                last(log, "seed corpus: files: ([0-9]+)"),
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

    /** Returns the input as text, so that the log of a build is sufficient to reproduce it. */
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
