package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.app.RuntimeEnvironment;
import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.litestream.Tools;
import io.litedrill.storage.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The help of every command, its examples, its manual page, and the completion of a shell. */
class HelpTest {
    private static final int WIDTH = 80;
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    /**
     * Commands that run until they are stopped, or require a second machine or a receipt: their examples are only
     * parsed.
     */
    private static final List<String> PARSED =
            List.of("litedrill serve", "litedrill demo", "litedrill history", "litedrill receipt");

    @TempDir
    Path folder;

    private static CommandLine line() {
        PrintStream none = new PrintStream(new ByteArrayOutputStream());
        Session session = new Session(Terminal.pipes(none, none), RuntimeEnvironment.ofProcess());
        CommandLine line = new CommandLine(new RootCommand());
        Subcommands.of(session, List.of()).addTo(line, new String[0]);
        HelpStyle.apply(line, WIDTH);
        return line;
    }

    static Stream<CommandSpec> commands() {
        return below(line().getCommandSpec()).filter(command -> !command.name().equals("help"));
    }

    private static Stream<CommandSpec> below(CommandSpec command) {
        return Stream.concat(
                Stream.of(command),
                command.subcommands().values().stream().flatMap(each -> below(each.getCommandSpec())));
    }

    /** Returns the examples in the footer, without their comments. */
    private static List<String> examples(CommandSpec command) {
        return Arrays.stream(command.usageMessage().footer())
                .filter(line -> line.startsWith("  litedrill"))
                .map(line -> line.strip().replaceFirst(" {4,}.*", "").replaceFirst(" > [\\w.-]+$", ""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyHelpFitsATerminalAndBreaksNoExample(CommandSpec command) {
        String help = command.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDTH));
        assertThat(help.lines()).containsAll(List.of(command.usageMessage().footer()));
        assertThat(help).contains("Usage: " + command.qualifiedName());
        assertThat(examples(command))
                .as("examples of " + command.qualifiedName())
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyExampleWorks(CommandSpec command) throws Exception {
        User user = prepared();
        try (S3Server server = S3Server.inFolder(Files.createDirectories(folder.resolve("s3")))) {
            server.createBucket("backups");
            golden("s3/backups/app");
            user.with("AWS_ACCESS_KEY_ID", server.accessKey()).with("AWS_SECRET_ACCESS_KEY", server.secretKey());
            for (String example : examples(command)) {
                String typed = example.replace(
                                "http://127.0.0.1:9000", server.endpoint().toString())
                        .replace("/backups/app.db", folder + "/replica")
                        .replace("/etc/", folder + "/etc/")
                        .replace("/app/server", "/bin/true")
                        .replace("15m ago", "1s ago")
                        .replaceAll("FROM (orders|t)\\b", "FROM sqlite_schema")
                        .replace("max(id)", "count(*)")
                        .replace("> 100", "> 1")
                        .replaceAll("2026-11-01T12:00:00Z", Instant.now().toString())
                        .replaceAll(
                                "2026-11-01 13:00 Europe/Berlin", Instant.now().toString());
                assertRuns(user, command, words(typed));
                Files.deleteIfExists(folder.resolve("app.db"));
            }
        }
    }

    private void assertRuns(User user, CommandSpec command, String[] words) {
        if (PARSED.stream().anyMatch(command.qualifiedName()::startsWith)) {
            assertThat(line().parseArgs(words).hasSubcommand()).isTrue();
            return;
        }
        CommandLineRun run = user.runs(words);
        // the exit codes of these commands report their findings
        boolean reports = List.of("status", "doctor", "bisect", "alerts").contains(command.name());
        assertThat(run.code())
                .as("%s: %s%s", Arrays.toString(words), run.out(), run.err())
                .isLessThanOrEqualTo(reports ? 4 : 0);
    }

    private static String[] words(String typed) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(typed);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return words.subList(1, words.size()).toArray(String[]::new);
    }

    private User prepared() throws IOException {
        golden("replica");
        Files.createDirectories(folder.resolve("live"));
        String yaml = "home: " + folder + "/home\ndatabases:\n  - name: app\n    path: " + folder
                + "/live/app.db\n    replicas:\n      - {name: s3, url: 'file://" + folder
                + "/replica', snapshot_interval: 1h, retention: 72h}\n";
        Path etc = Files.createDirectories(folder.resolve("etc"));
        Files.writeString(etc.resolve("litedrill.yml"), yaml);
        Files.writeString(
                etc.resolve("litestream.yml"),
                "dbs:\n  - path: " + folder + "/live/app.db\n    replica:\n      path: " + folder + "/replica\n");
        return new User(folder).configured(yaml);
    }

    private void golden(String place) throws IOException {
        Files.createDirectories(folder.resolve(place).getParent());
        GoldenReplica.load("ltx/basic")
                .copyTo(
                        folder.resolve(place),
                        Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "help restore", "restore --help"})
    void helpIsExitCode0OnStdout(String typed) {
        CommandLineRun run = new User(folder).runs(typed.split(" "));
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Usage: litedrill");
    }

    @Test
    void theHelpOfAllCommandsEqualsThatOfTheWholeCommands() {
        String whole = line().getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertThat(new User(folder).runs("--help").out()).isEqualTo(whole).contains("  restore ", "  help ");
        assertThat(new User(folder).runs("-c", "none.yml", "-h").out()).isEqualTo(whole);
        assertThat(new User(folder).runs("help").out()).isEqualTo(whole);
    }

    @Test
    void withoutWordsTheCommandsAreListedOnStderr() {
        CommandLineRun run = new User(folder).runs();
        assertThat(run.code()).isEqualTo(64);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("  restore ", "  status ");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasAManualPage(CommandSpec command) throws Exception {
        String[] words = command.qualifiedName().split(" ");
        words[0] = "man";
        CommandLineRun page = new User(folder).runs(words);
        assertThat(page.code()).isZero();
        ToolRun formatted = ToolRun.withInput(page.out(), "groff", "-man", "-Tascii", "-ww", "-P-c");
        assertThat(formatted.exitCode()).isZero();
        String text = formatted.output().replaceAll(".\b", "").replaceAll("\\s+", " ");
        assertThat(text)
                .doesNotContain("<standard input>:")
                .contains(
                        "NAME " + command.qualifiedName("-") + " - ", "SYNOPSIS " + command.qualifiedName(), "--help");
        examples(command).forEach(example -> assertThat(text).contains(example.replaceAll("\\s+", " ")));
    }

    @Test
    void aManualPageOfNoCommandIsRefused() {
        CommandLineRun run = new User(folder).runs("man", "nothing");
        assertThat(run.code()).isEqualTo(64);
        assertThat(run.err()).contains("there is no command nothing");
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        CommandLineRun script = new User(folder).runs("completion", "bash");
        assertThat(script.code()).isZero();
        Path file = Files.writeString(folder.resolve("completion"), script.out());
        assertThat(completed(file, "litedrill", "res")).containsExactly("restore");
        assertThat(completed(file, "litedrill", "restore", "--acc"))
                .containsExactlyInAnyOrder("--accept-malformed", "--accept-smaller");
        assertThat(completed(file, "litedrill", "check", "--col")).containsExactly("--color");
        assertThat(completed(file, "litedrill", "check", "--color", "a")).containsExactlyInAnyOrder("always", "auto");
    }

    private static List<String> completed(Path script, String... words) throws Exception {
        // compopt works only while the shell completes
        String line = "compopt() { :; }; . '" + script + "'; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1)
                + "; COMP_LINE='" + String.join(" ", words) + "'; COMP_POINT=${#COMP_LINE}"
                + "; _complete_litedrill; printf '%s\\n' \"${COMPREPLY[@]}\"";
        ToolRun run = ToolRun.of("bash", "-c", line);
        assertThat(run.exitCode()).as(run.output()).isZero();
        return run.output().lines().map(String::strip).toList();
    }

    @Test
    void theScriptForZshStartsItsBashCompletion() throws Exception {
        String script = new User(folder).runs("completion", "zsh").out();
        assertThat(script).contains("bashcompinit", "~/.zshrc");
        assertThat(new User(folder).runs("completion", "fish").code()).isEqualTo(64);
    }

    @Test
    void coloursFollowTheOption() throws IOException {
        User user = prepared();
        assertThat(user.runs("check", "./nothing", "--color", "always").out()).contains("\u001b[31mcritical\u001b[0m");
        assertThat(user.runs("check", "./nothing").out()).contains("critical").doesNotContain("\u001b[");
        assertThat(user.runs("--color=always", "--help").out()).contains("\u001b[");
        assertThat(user.runs("--color=never", "--help").out()).doesNotContain("\u001b[");
        assertThat(user.runs("--color=sometimes", "check").code()).isEqualTo(64);
        assertThat(Tools.require("bash")).isExecutable();
    }
}
