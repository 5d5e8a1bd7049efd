package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.Tools;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Completions in real shells in a pseudo-terminal, for the beginning of a word and a tab. */
class CompletionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Map<String, List<String>> SHELLS =
            Map.of("bash", List.of("bash --norc --noprofile -i"), "zsh", List.of("zsh -f -i"));

    @TempDir
    Path folder;

    /** A shell that has read the script of {@code litedrill completion}. */
    private final class Shell implements AutoCloseable {
        private final Process process;
        private final Path output;

        Shell(String name) throws IOException {
            Path bin = Files.createDirectories(folder.resolve("bin"));
            // the names that the real program prints are in a file; without the file it fails like the real one
            Path program = Files.writeString(bin.resolve("litedrill"), """
                    #!/bin/sh
                    case "$*" in
                      "config show --names"*) cat "names$5" && exit ;;
                      *) echo "words: $*." ;;
                    esac
                    """);
            assertThat(program.toFile().setExecutable(true)).isTrue();
            Path script = Files.writeString(
                    folder.resolve("completion"),
                    new User(folder).runs("completion", name).out());
            output = folder.resolve("terminal.txt");
            ProcessBuilder builder = new ProcessBuilder(
                            Tools.require("script").toString(),
                            "-q",
                            "-c",
                            String.join(" ", SHELLS.getOrDefault(name, List.of())),
                            "/dev/null")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "HOME", folder.toString(), "TERM", "dumb", "PATH", bin + ":" + System.getenv("PATH")));
            process = builder.start();
            type("source '" + script + "' && echo so''urced\n");
            awaitOutput("sourced\r\n");
        }

        private void awaitOutput(String text) {
            await("output of the shell")
                    .atMost(PATIENCE)
                    .until(() ->
                            Files.readString(output, StandardCharsets.UTF_8).contains(text));
        }

        private void type(String keys) throws IOException {
            OutputStream input = process.getOutputStream();
            input.write(keys.getBytes(StandardCharsets.UTF_8));
            input.flush();
        }

        /** Types a line that ends in a tab, and returns the words that the program then receives. */
        String completed(String line) throws IOException {
            type(line + "\t\n");
            awaitOutput("words: ");
            String all = Files.readString(output, StandardCharsets.UTF_8);
            return all.substring(all.lastIndexOf("words: ") + 7).split("\\.\r?\n", 2)[0];
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "bash, litedrill bis, bisect",
        "zsh, litedrill bis, bisect",
        "bash, litedrill config val, config validate",
        "zsh, litedrill config val, config validate",
        "bash, litedrill restore app --accept-sm, restore app --accept-smaller",
        "zsh, litedrill restore app --accept-sm, restore app --accept-smaller",
        "bash, litedrill check --color al, check --color always",
        "zsh, litedrill check --color al, check --color always"
    })
    void aTabulatorCompletesCommandsOptionsAndValues(String shell, String line, String words) throws Exception {
        Tools.require(shell);
        try (Shell typed = new Shell(shell)) {
            assertThat(typed.completed(line)).isEqualTo(words);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "bash, litedrill check sho, check shop-orders",
        "zsh, litedrill check sho, check shop-orders",
        "bash, litedrill restore --in-place -c other.yml us, restore --in-place -c other.yml users",
        "zsh, litedrill restore --in-place -c other.yml us, restore --in-place -c other.yml users",
        "bash, litedrill check -c oth, check -c other.yml",
        "zsh, litedrill check -c oth, check -c other.yml"
    })
    void aTabulatorCompletesTheNamesOfDatabasesAndTheConfiguration(String shell, String line, String words)
            throws Exception {
        Tools.require(shell);
        names("litedrill.yml", "names", "shop-orders");
        names("other.yml", "namesother.yml", "users");
        try (Shell typed = new Shell(shell)) {
            assertThat(typed.completed(line)).isEqualTo(words);
        }
    }

    /** Writes a configuration, and the output of the real program for the script. */
    private void names(String file, String printed, String name) throws IOException {
        Files.writeString(
                folder.resolve(file),
                "databases: [{name: " + name
                        + ", replica: 'file:///r'}, {name: 'a $(touch ran)', replica: 'file:///s'}]\n");
        CommandLineRun run = new User(folder).runs("config", "show", "--names", "-c", file);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(name + "\n");
        Files.writeString(folder.resolve(printed), run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void whatIsNoBeginningOfAWordStaysAsItIs(String shell) throws Exception {
        Tools.require(shell);
        try (Shell typed = new Shell(shell)) {
            assertThat(typed.completed("litedrill check xyz")).isEqualTo("check xyz");
        }
    }
}
