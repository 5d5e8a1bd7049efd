package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.GuideMachine.Copy;
import io.litedrill.cli.GuideMachine.State;
import io.litedrill.cli.GuidePage.Part;
import io.litedrill.cli.GuidePage.Step;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every command of docs/migrating.md with real Litestream, and compares its output and exit code with the page.
 * The actual output of each command is written to {@code target/migrating}.
 */
class MigratingGuideLiveTest {
    private static final Path PAGE = Path.of("docs/migrating.md");
    private static final List<String> VERSIONS = List.of("0.3.13", "0.5.17");
    private static final Map<String, GuideMachine> MACHINES = new HashMap<>();

    /** The accident before each part of the page. Parts without an entry begin on a sound machine. */
    private static final Map<String, Accident> ACCIDENTS = Map.of(
            "Restore at start", MigratingGuideLiveTest::spoil,
            "The database file is corrupt", MigratingGuideLiveTest::spoil,
            "The backup is too old or damaged", MigratingGuideLiveTest::damage);

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    /** An accident on a machine. */
    private interface Accident {
        void happen(Copy machine) throws Exception;
    }

    @BeforeAll
    static void replicate() throws Exception {
        for (String version : VERSIONS) {
            MACHINES.put(version, GuideMachine.of(version, shared.resolve(version), GuidePage.read(PAGE)));
        }
    }

    static Stream<Arguments> parts() throws IOException {
        List<Part> parts = GuidePage.read(PAGE).parts();
        return VERSIONS.stream().flatMap(version -> parts.stream().map(part -> Arguments.of(version, part.heading())));
    }

    /** Damages a page in the middle, as a failing disk does. */
    private static void spoil(Copy machine) throws IOException {
        overwrite(machine.live(), 4096 + 8);
    }

    private static void overwrite(Path file, long at) throws IOException {
        byte[] other = new byte[600];
        Arrays.fill(other, (byte) 0x5a);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            open.write(other);
        }
    }

    /** Damages all files that end at the newest position: a snapshot and a file of level 0 may lead to one state. */
    private static void damage(Copy machine) throws IOException {
        List<Path> files = BadDay.files(machine.replica());
        String end = end(files.get(files.size() - 1));
        for (Path file : files) {
            if (end(file).equals(end)) {
                flip(file);
            }
        }
    }

    private static String end(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".ltx") ? name.substring(name.indexOf('-')) : name;
    }

    private static void flip(Path newest) throws IOException {
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 0x10;
        var time = Files.getLastModifiedTime(newest);
        Files.setLastModifiedTime(Files.write(newest, bytes), time);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("parts")
    void everyCommandDoesWhatThePageSays(String version, String heading) throws Exception {
        Part part = GuidePage.read(PAGE).parts().stream()
                .filter(each -> each.heading().equals(heading))
                .findFirst()
                .orElseThrow();
        State state = heading.startsWith("Rows were deleted") ? State.WRONG : State.SOUND;
        Copy machine = Objects.requireNonNull(MACHINES.get(version)).copy(state, folder.resolve("machine"));
        ACCIDENTS.getOrDefault(heading, ignored -> {}).happen(machine);
        List<String> differences = new ArrayList<>();
        StringBuilder transcript = new StringBuilder("## " + heading + "\n\n");
        for (Step step : part.steps()) {
            if (step.isFor(version)) {
                GuideShell.Done done = machine.shell().run(step.command());
                transcript.append("$ ").append(step.command()).append('\n').append(done.output());
                transcript.append(done.code() == 0 ? "" : "(exit code " + done.code() + ")\n");
                if (done.code() != step.code() || !isShown(step.output(), done.output())) {
                    differences.add(step.command() + "\n" + done.output() + "(exit code " + done.code() + ")");
                }
            }
        }
        Path kept = Files.createDirectories(Path.of("target/migrating"))
                .resolve(version + "-" + heading.replaceAll("\\W+", "-") + ".txt");
        Files.writeString(kept, transcript);
        assertThat(differences).as("see %s", kept).isEmpty();
    }

    /** Returns whether an output equals the page, with any line breaks. */
    private static boolean isShown(List<String> expected, String output) {
        String actual = masked(output);
        String pattern = expected.stream()
                .map(line -> Arrays.stream(masked(line).split("\\.\\.\\.", -1))
                        .map(part -> part.isBlank() ? "" : Pattern.quote(part.strip()))
                        .collect(Collectors.joining(".*")))
                .collect(Collectors.joining(" "))
                .replaceAll(" ?(\\.\\*)+ ?", ".*");
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(actual).matches();
    }

    /** Replaces text that differs between runs and machines. */
    private static String masked(String text) {
        return text.replaceAll("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|\\+00:00| UTC)?", "<time>")
                .replaceAll("\\d{8}T\\d{6,9}Z(-[0-9a-f]{8})?", "<run>")
                .replaceAll("\\b[0-9a-f]{16}(/[0-9a-f]{8}:\\d+)?\\b", "<position>")
                .replaceAll("\\b\\d+(\\.\\d+)?(ms|s|m|h)\\b( \\d+(ms|s|m|h)\\b)*", "<duration>")
                .replaceAll("\\b\\d+(\\.\\d+)? (B|KiB|MiB|GiB)(?!\\w)", "<size>")
                .replaceAll("\\b\\d+ (files?|requests?|bytes|recovery points?|snapshots?)\\b", "<count>")
                .replaceAll("\\s+", " ")
                .strip();
    }

    @Test
    void everyCommandOfLitedrillInTheTextIsOne() throws IOException {
        String help = new CommandLineRun.User(folder).runs("--help").out();
        List<String> commands = Pattern.compile("`litedrill ([a-z]+)")
                .matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
        assertThat(commands).hasSizeGreaterThan(6).allMatch(command -> help.contains("  " + command + " "));
    }
}
