package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.app.RuntimeEnvironment;
import io.litedrill.config.Environment;
import io.litedrill.storage.StorageListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/**
 * Every block of commands in the documents runs: here, or in a test that is named here. A block of unknown kind
 * fails.
 */
class DocumentCommandsTest {
    /** Exit codes other than 0 that commands may have on a sound machine. */
    private static final Map<String, Set<Integer>> EXIT_CODES = Map.of(
            "check ?.*", Set.of(0, 1),
            "status .*", Set.of(0, 1),
            // every state of the database has those rows
            "bisect .*", Set.of(4),
            "doctor ?.*", Set.of(0, 1),
            "window +'s3:.*", Set.of(3));

    private static final Pattern IN_TEXT = Pattern.compile("`((?:\\./)?litedrill [^`]+)`");

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    @BeforeAll
    static void make() throws Exception {
        DocumentMachine.make(Files.createDirectory(shared.resolve("machine")));
    }

    static List<DocumentBlock> commandBlocks() throws IOException {
        return DocumentBlock.all().stream().filter(DocumentBlock::hasCommands).toList();
    }

    static List<DocumentBlock> otherBlocks() throws IOException {
        return DocumentBlock.all().stream()
                .filter(block -> !block.hasCommands())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commandBlocks")
    void everyCommandRuns(DocumentBlock block) throws Exception {
        DocumentMachine machine = DocumentMachine.copy(shared.resolve("machine"), folder.resolve("machine"));
        for (String command : block.commands()) {
            if (command.startsWith("litedrill ")) {
                assertParses(command, false);
            }
            if (RunElsewhere.of(block, command).isPresent()) {
                continue;
            }
            GuideShell.Done done = machine.run(command);
            Set<Integer> expected = EXIT_CODES.entrySet().stream()
                    .filter(each -> command.matches("litedrill " + each.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(Set.of(0));
            assertThat(done.code())
                    .as("%s: %s%n%s", block, command, done.output())
                    .isIn(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("otherBlocks")
    void everyOtherBlockIsOfAKnownKind(DocumentBlock block) throws Exception {
        assertThat(OtherBlock.of(block, folder))
                .as("%s%n%s", block, block.text())
                .isPresent();
    }

    @Test
    void aCommandAmongOtherLinesIsFound() {
        DocumentBlock block = new DocumentBlock("x.md", 1, List.of("litedrill check", "and then wait"));

        assertThatThrownBy(block::commands).hasMessageContaining("x.md:1: not commands: [and then wait]");
    }

    @Test
    void aBlockOfNoKnownKindFails() {
        assertThatThrownBy(() -> OtherBlock.of(new DocumentBlock("x.md", 1, List.of("databasses: []")), folder))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no known kind");
    }

    /** Checks the text between blocks, with a word for each placeholder. */
    @Test
    void everyCommandInTheTextIsOne() throws IOException {
        List<String> commands = DocumentBlock.pages().stream()
                .flatMap(page -> inText(page, IN_TEXT))
                .distinct()
                .toList();

        assertThat(commands).hasSizeGreaterThan(20).allSatisfy(command -> assertParses(command, true));
    }

    @Test
    void everyScriptInTheTextExists() throws IOException {
        Pattern script = Pattern.compile("`((?:bench|\\.ci)/[\\w.]+)[ `]");
        List<Path> scripts = DocumentBlock.pages().stream()
                .flatMap(page -> inText(page, script))
                .map(Path::of)
                .distinct()
                .toList();

        assertThat(scripts)
                .hasSizeGreaterThan(8)
                .allSatisfy(each -> assertThat(each).isExecutable());
    }

    private static Stream<String> inText(Path page, Pattern what) {
        try {
            return what.matcher(Files.readString(page))
                    .results()
                    .map(match -> match.group(1).replaceFirst("^\\./", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Asserts that commands, options and values are those of the program.
     *
     * @param isPart whether the rest of the command may be missing
     */
    private static void assertParses(String command, boolean isPart) {
        String typed = command.replaceFirst(" [|>] .*", "")
                .replaceFirst("^litedrill COMMAND", "litedrill check")
                .replace("TIME", "2026-11-01");
        List<String> words = GuideShell.words(typed);
        int behind = words.indexOf("--");
        String[] args = words.subList(1, behind < 0 ? words.size() : behind).toArray(String[]::new);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Environment environment = new Environment(Map.of(), Path.of(""), Path.of(""));
        Session session = new Session(
                Terminal.pipes(nowhere, nowhere),
                new RuntimeEnvironment(environment, InstantSource.system(), StorageListener.NONE),
                Optional.empty());
        CommandLine line = new CommandLine(new RootCommand());
        Subcommands.of(session, List.of()).addTo(line, args);
        try {
            line.parseArgs(LitestreamHabits.withTwoDashes(args, line));
        } catch (ParameterException e) {
            if (isPart && e instanceof MissingParameterException) {
                return;
            }
            throw new AssertionError(command + ": " + e.getMessage(), e);
        }
    }
}
