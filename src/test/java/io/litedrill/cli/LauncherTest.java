package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words, signals and exit codes of {@code ./litedrill}. A script stands for Java. */
class LauncherTest {
    /** Words that an incorrect script would split, join, expand or lose. */
    private static final List<String> HARD = List.of(
            "a b", "", "it's", "\"quoted\"", "two\nlines", "$HOME", "*", "`id`", "\\", "-n", "ends in newline\n");

    private static final String WRITES_ITS_WORDS = "for word; do printf '%s\\0' \"$word\"; done > \"$WORDS\"\n";

    @TempDir
    Path folder;

    private Path java;
    private Path application;

    @BeforeEach
    void installAJavaThatIsAScript() throws IOException {
        java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        Files.writeString(folder.resolve("litedrill.jar"), "no jar at all");
        ensuring("exit 0");
        application = script(folder.resolve("application"), WRITES_ITS_WORDS.replace("WORDS", "APPLICATION_WORDS"));
    }

    private void ensuring(String script) throws IOException {
        script(java, WRITES_ITS_WORDS.replace("WORDS", "JAVA_WORDS") + script + "\n");
    }

    private static Path script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private LauncherRun launch(String shell, List<String> words) throws IOException {
        Map<String, String> environment = Map.of(
                "JAVA_HOME", folder.resolve("jdk").toString(),
                "LITEDRILL_JAR", folder.resolve("litedrill.jar").toString(),
                "LITEDRILL_JAVA_OPTS", "",
                "LITEDRILL_CACHE", "",
                "JAVA_WORDS", words("java").toString(),
                "APPLICATION_WORDS", words("application").toString());
        return LauncherRun.start(shell, folder, environment, words);
    }

    private LauncherRun ensure(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of("ensure", "app", "--"));
        words.addAll(List.of(command));
        return launch("dash", words);
    }

    private Path words(String of) {
        return folder.resolve(of + ".words");
    }

    private List<String> wordsOf(String of) throws IOException {
        return List.of(Files.readString(words(of)).split("\0", -1));
    }

    private static List<String> joined(List<String> one, List<String> other) {
        List<String> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    /** Adds an empty word, which splitting at NUL gives after the last word. */
    private static List<String> ended(List<String> words) {
        return joined(words, List.of(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void everyWordArrivesAsItWasTyped(String shell) throws Exception {
        List<String> own = joined(List.of("-c", "my config.yml", "ensure"), HARD);
        List<String> command = joined(List.of(application.toString()), joined(HARD, List.of("--", "ensure", "--")));
        try (LauncherRun run = launch(shell, joined(own, joined(List.of("--"), command)))) {
            assertThat(run.awaitExit()).as(run.err()).isZero();
        }
        List<String> all = wordsOf("java");
        int jar = all.indexOf(folder.resolve("litedrill.jar").toString());
        assertThat(all.subList(jar + 1, all.size())).isEqualTo(ended(own));
        assertThat(wordsOf("application")).isEqualTo(ended(command.subList(1, command.size())));
    }

    @Test
    void whatIsNoEnsureWithACommandIsLitedrillsAlone() throws Exception {
        for (List<String> words : List.of(
                joined(List.of("check", "--"), HARD),
                List.of("ensure", "app"),
                List.of("ensure", "app", "--"),
                List.<String>of())) {
            try (LauncherRun run = launch("dash", words)) {
                assertThat(run.awaitExit()).isZero();
            }
            List<String> all = wordsOf("java");
            assertThat(all.subList(all.size() - words.size() - 1, all.size())).isEqualTo(ended(words));
            assertThat(words("application")).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 64, 70})
    void theApplicationIsNotStartedWhenEnsureFails(int code) throws Exception {
        ensuring("exit " + code);
        try (LauncherRun run = ensure(application.toString())) {
            assertThat(run.awaitExit()).isEqualTo(code);
        }
        assertThat(words("application")).doesNotExist();
    }

    @Test
    void theApplicationHasTheInputTheOutputAndTheExitCode() throws Exception {
        ensuring("echo what ensure says");
        try (LauncherRun run = ensure("/bin/sh", "-c", "cat; exit 42")) {
            assertThat(run.awaitExit()).isEqualTo(42);
            assertThat(run.out()).isEqualTo("from outside\n");
            assertThat(run.err()).isEqualTo("what ensure says\n");
        }
    }

    @Test
    void anApplicationThatIsNotThereIsSaid() throws Exception {
        try (LauncherRun run = ensure("/no/such/application")) {
            assertThat(run.awaitExit()).isEqualTo(127);
            assertThat(run.err()).contains("/no/such/application");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP", "QUIT", "USR1", "USR2"})
    void theApplicationGetsEachSignal(String signal) throws Exception {
        Path ready = folder.resolve("ready");
        String text = "trap 'exit 7' " + signal + "; echo $$ > " + ready + "; while :; do sleep 0.02; done";
        try (LauncherRun run = ensure("/bin/sh", "-c", text)) {
            assertThat(run.awaitText(ready).strip())
                    .as("it took the launcher's place")
                    .isEqualTo("" + run.pid());
            run.signal(signal);
            assertThat(run.awaitExit()).isEqualTo(7);
        }
    }

    /**
     * After a signal to stop, no application starts, with any exit code of ensure. SIGQUIT is not included: Java
     * starts processes with it blocked.
     */
    @ParameterizedTest
    @CsvSource({"TERM, 143, 143", "TERM, 0, 143", "HUP, 0, 129", "INT, 0, 130"})
    void aSignalStopsEnsureAndStartsNothing(String signal, int ensures, int code) throws Exception {
        Path ready = folder.resolve("ready");
        ensuring("trap 'echo stopped > " + folder.resolve("stopped") + "; exit " + ensures + "' TERM; echo $$ > "
                + ready + "; while :; do sleep 0.02; done");
        try (LauncherRun run = ensure(application.toString())) {
            long ensuring = Long.parseLong(run.awaitText(ready).strip());
            run.signal(signal);
            assertThat(run.awaitExit()).isEqualTo(code);
            assertThat(folder.resolve("stopped")).hasContent("stopped");
            awaitEnd(ensuring);
        }
        assertThat(words("application")).doesNotExist();
    }

    /** The end of ensure and the signal may be simultaneous. */
    @Test
    void aSignalAfterEnsureHasEndedStartsNothing() throws Exception {
        ensuring("kill -TERM $PPID; exit 0");
        try (LauncherRun run = ensure(application.toString())) {
            assertThat(run.awaitExit()).isEqualTo(143);
        }
        assertThat(words("application")).doesNotExist();
    }

    /** A signal for the application that arrives while ensure runs ends neither ensure nor the launcher. */
    @Test
    void aSignalForTheApplicationDoesNotHurtEnsure() throws Exception {
        Path ready = folder.resolve("ready");
        Path go = folder.resolve("go");
        ensuring("echo $$ > " + ready + "; while [ ! -e " + go + " ]; do sleep 0.02; done");
        try (LauncherRun run = ensure(application.toString(), "word")) {
            run.awaitText(ready);
            run.signal("USR1");
            run.signal("USR2");
            Files.createFile(go);
            assertThat(run.awaitExit()).isZero();
        }
        assertThat(wordsOf("application")).isEqualTo(Arrays.asList("word", ""));
    }

    private static void awaitEnd(long pid) {
        await("the end of ensure")
                .atMost(Duration.ofSeconds(10))
                .until(() -> ProcessHandle.of(pid).isEmpty());
    }
}
