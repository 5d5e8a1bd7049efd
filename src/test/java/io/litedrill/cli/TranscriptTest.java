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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
 * Compares what each command prints in a terminal with kept files. Times, durations and the alignment that depends on
 * them are masked. A file that differs is written to {@code target/transcripts}, to be read and copied.
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

    private Path folder;

    /** A folder whose name has always the same length, because lines break by it. */
    @BeforeEach
    void configureThreeDatabases() throws IOException {
        folder = Files.createDirectory(
                Path.of("/tmp", "lt-%08x".formatted(ThreadLocalRandom.current().nextInt())));
        // times without trailing zeros have one width; ages of days change neither while the test runs
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

    @ParameterizedTest
    @ValueSource(ints = {80, 120})
    void commandsPrintWhatTheKeptFileHas(int columns) throws Exception {
        String shell = COMMANDS.stream()
                .map(command -> "echo '$ " + command + "'\n" + command + "\necho \"(exit code $?)\"\necho\n")
                .collect(Collectors.joining());
        String written = new PseudoTerminal(folder).run(columns, Map.of("NO_COLOR", "1"), shell);

        List<String> lines = Arrays.stream(written.split("\r\n", -1))
                .map(TranscriptTest::shown)
                .toList();
        String transcript = lines.stream().map(this::masked).collect(Collectors.joining("\n"));
        Path kept = Path.of("src/test/resources/transcripts", columns + ".txt");
        Path actual = Path.of("target/transcripts", columns + ".txt");
        Files.createDirectories(actual.getParent());
        Files.writeString(actual, transcript);
        assertThat(transcript).as("%s, kept in %s", actual, kept).isEqualTo(Files.readString(kept));
        assertThat(lines).noneMatch(line -> line.contains("\u001b"));
        assertThat(lines.stream().filter(line -> line.length() > columns && !cannotBreak(line)))
                .isEmpty();
    }

    /** What remains of a line after its redrawings. */
    private static String shown(String line) {
        return line.substring(line.lastIndexOf("\r\u001b[K") < 0 ? 0 : line.lastIndexOf("\r\u001b[K") + 4);
    }

    /** Whether a line has one word after its label, or a command to copy. */
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
