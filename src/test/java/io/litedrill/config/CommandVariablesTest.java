package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.hook.HookCommand;
import io.litedrill.recover.Hooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The variables of the owner's commands are unknown when the configuration is read: the shell that runs the commands
 * expands them.
 */
class CommandVariablesTest {
    @TempDir
    Path folder;

    private Config load(String text) throws Exception {
        Path file = folder.resolve("litedrill.yml");
        Files.writeString(file, text + "\ndatabases: [{name: app, replica: {path: /r}}]\n");
        Map<String, String> variables = Map.of("USER", "somebody", "LITEDRILL_DATABASE", "of the environment");
        return new ConfigLoader(new Environment(variables, folder, folder)).load(file);
    }

    private static List<String> verified(Config config) {
        return config.databases()
                .get(0)
                .settings()
                .extra()
                .command()
                .orElseThrow()
                .arguments();
    }

    private static Hooks hooks(Config config) {
        return config.databases().get(0).settings().hooks();
    }

    static List<String> documented() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("docs/configuration.md"))) {
            return lines.filter(line -> line.startsWith("      command: "))
                    .map(line -> line.replaceFirst(" +command: ", ""))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documented")
    void theExamplesOfTheDocumentationAreTakenAsTheyStand(String command) throws Exception {
        assertThat(documented()).hasSize(2);
        List<String> words = verified(load("verify:\n  command: " + command));
        String text = HookCommand.line(words)
                .orElseGet(() -> "[" + String.join(", ", words).replace("{}", "\"{}\"") + "]");
        assertThat(text).isEqualTo(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "migrate \"$LITEDRILL_DATABASE_FILE\"",
                "migrate \"${LITEDRILL_DATABASE}\" $(date)",
                "test \"${LITEDRILL_USER_VERSION:-0}\" -lt 7 && migrate"
            })
    void theyStayForTheShell(String line) throws Exception {
        List<String> inTheShell = List.of("/bin/sh", "-c", line);
        assertThat(hooks(load("restore:\n  after: '" + line + "'")).after()).contains(inTheShell);
        assertThat(hooks(load("restore:\n  before: [/bin/sh, -c, '" + line + "']"))
                        .before())
                .contains(inTheShell);
    }

    @Test
    void othersAreReplacedAsEverywhere() throws Exception {
        assertThat(hooks(load("restore: {after: 'notify $USER $$x $LITEDRILL_POSITION'}"))
                        .after())
                .contains(HookCommand.shell("notify somebody $x $LITEDRILL_POSITION"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$LITEDRILL_DATABSE_FILE", "${NOT_SET}", "$LITEDRILL_POSITIONS"})
    void anUnsetVariableIsStillAProblem(String variable) {
        assertThatThrownBy(() -> load("verify: {command: 'test " + variable + "'}"))
                .hasMessageContaining("that is not set")
                .hasMessageContaining("$$");
    }

    @Test
    void outsideOfCommandsTheyAreVariablesLikeAnyOther() {
        assertThatThrownBy(() -> load("home: $LITEDRILL_POSITION")).hasMessageContaining("that is not set");
    }

    @Test
    void theseAreTheVariablesOfCommands() throws IOException {
        Set<String> told = new TreeSet<>();
        for (String name : List.of("drill", "recover", "verify")) {
            try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/litedrill", name))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Matcher matcher = Pattern.compile("\"(LITEDRILL_\\w+)\"").matcher(Files.readString(file));
                    while (matcher.find()) {
                        told.add(matcher.group(1));
                    }
                }
            }
        }
        assertThat(told).isEqualTo(Variables.OF_COMMANDS).hasSize(7);
    }
}
