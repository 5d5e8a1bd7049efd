package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every alert has a runbook, and the commands in runbooks run. */
class RunbooksTest {
    private static final Path FOLDER = Path.of("docs/runbooks");
    private static final String INDENT = "    ";
    /**
     * Exit codes that each command may have on a sound replica that is some weeks old. Wrong usage and internal
     * errors are not included.
     */
    private static final Map<String, Set<Integer>> EXIT_CODES = Map.of(
            "check", Set.of(0, 1, 2),
            "drill", Set.of(0),
            "scrub", Set.of(0),
            "window", Set.of(0),
            "plan", Set.of(0),
            "restore", Set.of(0),
            "config", Set.of(0));

    @TempDir
    Path folder;

    static List<String> alerts() throws IOException {
        return AlertRules.names();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void everyAlertHasARunbookWithItsFourParts(String alert) throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve(alert + ".md"));

        assertThat(lines.get(0)).isEqualTo("# " + alert);
        assertThat(lines.stream().filter(line -> line.startsWith("## ")))
                .containsExactly("## Meaning", "## Impact", "## Diagnosis", "## Mitigation");
        assertThat(commands(alert)).as("a way to look").isNotEmpty();
    }

    @Test
    void theRulesPointToTheRunbooks() throws IOException {
        String rules = Files.readString(Path.of("alerts/litedrill.rules.yml"));
        assertThat(Pattern.compile("- alert: (\\w+)(?s:.*?)runbook_url: docs/runbooks/(\\w+)\\.md")
                        .matcher(rules)
                        .results())
                .hasSizeGreaterThan(20)
                .allSatisfy(match -> assertThat(match.group(2)).isEqualTo(match.group(1)));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void everyCommandRuns(String alert) throws IOException {
        GoldenReplica.load("wal/basic").copyTo(folder.resolve("replica"), Instant.parse("2026-11-01T12:00:00Z"));
        CommandLineRun.User user = new CommandLineRun.User(folder)
                .configured("databases: [{name: app, replica: 'file://" + folder.resolve("replica") + "'}]\n");
        for (String command : commands(alert)) {
            String[] words = command.split(" ", -1);

            CommandLineRun run = user.runs(Arrays.copyOfRange(words, 1, words.length));

            assertThat(run.code()).as(command + "\n" + run.out() + run.err()).isIn(EXIT_CODES.get(words[1]));
        }
    }

    /** Checks each runbook of an alert separately, so that no other page hides a mistake. */
    @ParameterizedTest
    @MethodSource("alerts")
    void everyLinkLeadsSomewhere(String alert) throws IOException {
        String text = Files.readString(FOLDER.resolve(alert + ".md"));
        List<String> links = Pattern.compile("]\\(([^)]+)\\)")
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .filter(link -> !link.startsWith("https://"))
                .toList();
        for (String link : links) {
            String[] parts = link.split("#", 2);
            Path page = FOLDER.resolve(parts[0]);
            assertThat(page).exists();
            if (parts.length == 2) {
                assertThat(anchors(page)).contains(parts[1]);
            }
        }
    }

    @Test
    void inAnAlertsDescriptionEveryCommandIsOne() throws IOException {
        String rules = Files.readString(Path.of("alerts/litedrill.rules.yml"));
        Stream<String> commands = Pattern.compile("`litedrill (\\w+)[^`]*`")
                .matcher(rules)
                .results()
                .map(MatchResult::group)
                .map(match -> match.replace("`", "").split(" ", -1)[1]);
        assertThat(commands)
                .hasSizeGreaterThan(8)
                .allMatch(name -> EXIT_CODES.containsKey(name) || name.equals("serve"));
    }

    private static List<String> anchors(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line ->
                        line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();
    }

    private static List<String> commands(String alert) throws IOException {
        return Files.readAllLines(FOLDER.resolve(alert + ".md")).stream()
                .filter(line -> line.startsWith(INDENT))
                .map(String::strip)
                .filter(line -> line.startsWith("litedrill "))
                .toList();
    }
}
