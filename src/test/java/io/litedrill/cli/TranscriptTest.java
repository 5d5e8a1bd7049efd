package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the output of each command in a terminal with kept files. Times, durations and the alignment that depends
 * on them are masked. The new output of a file that differs is written to {@code target/transcripts}, to be read and
 * copied.
 */
class TranscriptTest {
    private static final List<String> COMMANDS = List.of(
            "litedrill",
            "litedrill status",
            "litedrill check",
            "litedrill check app -q",
            "litedrill drill",
            "litedrill status",
            "litedrill check --only critical",
            "litedrill scrub",
            "litedrill window app",
            "litedrill window broken",
            "litedrill plan app",
            "litedrill plan app -v",
            "litedrill plan users -v",
            "litedrill restore app -o out.db",
            "litedrill restore app -o out.db",
            "litedrill restore broken -o broken.db",
            "litedrill restore app --in-place --dry-run",
            "litedrill restore app --in-place --yes",
            "litedrill restore app --in-place --yes",
            "litedrill ensure app",
            "litedrill ensure app -- echo started",
            "litedrill snapshots app",
            "litedrill check nothing",
            "litedrill config validate",
            "litedrill demo --once",
            "litedrill help restore",
            "litedrill serve --help");

    /**
     * Commands that the launcher runs at every width: it affects their output, or they change the log of their
     * process.
     */
    private static final Set<String> LAUNCHED = Set.of(
            "litedrill",
            "litedrill plan app -v",
            "litedrill plan users -v",
            "litedrill ensure app -- echo started",
            "litedrill serve --help");

    /** Commands that run in one process, because starting a process for each would take most of the time. */
    private static final List<String> FURTHER = List.of(
            "litedrill check app",
            "litedrill bisect app --sql 'SELECT count(*) FROM note' --expect '< 45'",
            "litedrill bisect app --sql 'SELECT 1' --expect '> 1'",
            "litedrill bisect broken --sql 'SELECT nothing' --expect '> 1'",
            "litedrill doctor",
            "litedrill config show",
            "litedrill window app --json",
            "litedrill history import history.jsonl",
            "litedrill history import nothing.jsonl",
            "litedrill alerts --runbooks nowhere",
            "litedrill alerts",
            "litedrill completion zsh",
            "litedrill completion fish",
            "litedrill man plan",
            "litedrill man nothing");

    /** Commands that print a file of another kind; the transcript has its first lines. */
    private static final Set<String> FILES =
            Set.of("$ litedrill alerts", "$ litedrill completion zsh", "$ litedrill man plan");

    private static final int FIRST_LINES = 6;

    private Path folder;

    /** Creates a folder whose name always has the same length, because line breaks depend on it. */
    @BeforeEach
    void configureThreeDatabases() throws IOException {
        folder = Files.createDirectory(
                Path.of("/tmp", "lt-%08x".formatted(ThreadLocalRandom.current().nextInt())));
        // times without trailing zeros have one width; ages of days do not change during the test
        Instant newest = Instant.now()
                .truncatedTo(ChronoUnit.SECONDS)
                .minus(Duration.ofMinutes(2 * 24 * 60 + 10))
                .plusMillis(617);
        for (String golden : List.of("ltx/basic", "wal/basic", "ltx/hole")) {
            GoldenReplica.load(golden).copyTo(folder.resolve("replicas").resolve(golden), newest);
        }
        Files.createDirectory(folder.resolve("live"));
        Files.writeString(folder.resolve("litedrill.yml"), """
            home: BASE/home
            objectives: {rpo: 7d}
            databases:
              - {name: app, path: BASE/live/app.db, replica: 'file://BASE/replicas/ltx/basic'}
              - {name: users, replica: 'file://BASE/replicas/wal/basic'}
              - {name: broken, replica: 'file://BASE/replicas/ltx/hole'}
            """.replace("BASE", folder.toString()));
    }

    @AfterEach
    void deleteTheFolder() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(TranscriptTest::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void eachCommandOfTheLauncherPrintsWhatTheKeptFileHas() throws Exception {
        assertCommandsPrintWhatTheKeptFileHas(80, new TranscriptScript(folder, 80).launched(COMMANDS));
    }

    /** The launcher detects the width in one command; line breaking is the same in one process. */
    @Test
    void commandsInAWideTerminalPrintWhatTheKeptFileHas() throws Exception {
        assertCommandsPrintWhatTheKeptFileHas(
                120, new TranscriptScript(folder, 120).inFewProcesses(COMMANDS, LAUNCHED));
    }

    private void assertCommandsPrintWhatTheKeptFileHas(int columns, TranscriptScript script) throws Exception {
        String written = new PseudoTerminal(folder).run(columns, Map.of("NO_COLOR", "1"), script.toString());

        List<String> lines = shown(written);
        assertKept(columns + ".txt", lines.stream().map(this::masked).collect(Collectors.joining("\n")));
        assertFits(columns, lines);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 120})
    void furtherCommandsPrintWhatTheKeptFileHas(int columns) throws Exception {
        String shell = "litedrill check >nothing\nlitedrill history export >history.jsonl\n"
                + new TranscriptScript(folder, columns).inOneProcess(FURTHER);
        Map<String, String> variables = Map.of("NO_COLOR", "1", "PATH", "/usr/bin:/bin");
        String written = new PseudoTerminal(folder).run(columns, variables, shell);

        List<String> lines = firstLines(shown(written));
        String transcript = lines.stream().map(this::masked).collect(Collectors.joining("\n"));
        assertKept("further-" + columns + ".txt", OfMachine.masked(transcript));
        assertFits(columns, withoutFiles(lines));
    }

    /** Removes the output for programs, whose lines are never broken. */
    private static List<String> withoutFiles(List<String> lines) {
        List<String> kept = new ArrayList<>();
        boolean file = false;
        for (String line : lines) {
            file = line.startsWith("$ ") ? FILES.contains(line) || line.equals("$ litedrill config show") : file;
            if (!file) {
                kept.add(line);
            }
        }
        return kept;
    }

    /** Removes the lines after the first ones of a file. */
    private static List<String> firstLines(List<String> lines) {
        List<String> kept = new ArrayList<>();
        int left = Integer.MAX_VALUE;
        for (String line : lines) {
            if (line.startsWith("$ ")) {
                left = FILES.contains(line) ? FIRST_LINES : Integer.MAX_VALUE;
            } else if (line.startsWith("(exit code ")) {
                left = Integer.MAX_VALUE;
            } else {
                left--;
            }
            if (left >= 0) {
                kept.add(line);
            }
        }
        return kept;
    }

    private static void assertKept(String name, String transcript) throws IOException {
        Path kept = Path.of("src/test/resources/transcripts", name);
        Path actual = Path.of("target/transcripts", name);
        Files.createDirectories(actual.getParent());
        Files.writeString(actual, transcript);
        assertThat(transcript)
                .as("%s, kept in %s", actual, kept)
                .isEqualTo(Files.exists(kept) ? Files.readString(kept) : "");
    }

    private static void assertFits(int columns, List<String> lines) {
        assertThat(lines).noneMatch(line -> line.contains("\u001b"));
        assertThat(lines.stream().filter(line -> line.length() > columns && !cannotBreak(line)))
                .isEmpty();
    }

    /**
     * Masks for the parts of doctor's output that differ between machines: owners, modes, free space and the lines
     * whose breaks depend on them.
     */
    private static final class OfMachine {
        static String masked(String transcript) {
            return transcript
                    .replaceAll("\n {20,}(?! )", " ")
                    .replaceAll("\\([rwx-]{9} [^)]*\\)", "(MODE OWNER)")
                    .replaceAll("[\\d.]+ [KMGT]iB free", "SIZE free")
                    .replaceAll("(?<=\\S) {2,}", "  ");
        }
    }

    private static List<String> shown(String written) {
        return Arrays.stream(written.split("\r\n", -1))
                .map(TranscriptTest::shownLine)
                .toList();
    }

    /** Returns the visible part of a line after its redrawings. */
    private static String shownLine(String line) {
        return line.substring(line.lastIndexOf("\r\u001b[K") < 0 ? 0 : line.lastIndexOf("\r\u001b[K") + 4);
    }

    /** Returns whether a line has one word after its label, or a command to copy. */
    private static boolean cannotBreak(String line) {
        String text = line.strip();
        return text.matches("(\\w+:? +)?\\S+") || text.contains("litedrill ");
    }

    private String masked(String line) {
        String masked = line.replace(folder.toString(), "/tmp/lt-XXXXXXXX");
        masked = masked.replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "TIME");
        masked = masked.replaceAll("\\d{8}T\\d{6,9}Z(-[0-9a-f]{8})?", "RUN");
        masked = masked.replaceAll("\\b\\d+\\.\\d\\ds\\b", "0.00s");
        masked = masked.replaceAll("\\b\\d+s ago\\b", "0s ago");
        masked = masked.replaceAll("\\bin \\d+[hms]( \\d+[ms])?\\b", "in 0h");
        masked = masked.replaceAll("litedrill-demo[-\\w]*", "litedrill-demo");
        return Pattern.compile("(?<=\\S) {2,}").matcher(masked).replaceAll("  ");
    }

    @Test
    void aTerminalHasColoursUnlessTheyAreUnwanted() throws Exception {
        String shell = "litedrill check\nlitedrill check | cat\nlitedrill --color never check\n";
        String written = new PseudoTerminal(folder).run(80, Map.of(), shell);
        List<String> broken = written.lines()
                .filter(line -> line.contains("broken") && line.contains("critical"))
                .toList();
        assertThat(broken).isNotEmpty();
        long red = broken.stream()
                .filter(line -> line.contains("\u001b[31mcritical"))
                .count();
        assertThat(red).as("only the first of three").isEqualTo(broken.size() / 3);
    }
}
