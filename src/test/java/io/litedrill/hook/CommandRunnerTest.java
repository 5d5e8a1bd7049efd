package io.litedrill.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.litedrill.hook.HookOutcome.Failed;
import io.litedrill.hook.HookOutcome.Interrupted;
import io.litedrill.hook.HookOutcome.NotStarted;
import io.litedrill.hook.HookOutcome.Succeeded;
import io.litedrill.hook.HookOutcome.TimedOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandRunnerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final CommandRunner runner = new CommandRunner();

    @TempDir
    Path folder;

    private HookOutcome run(String line) {
        return runner.run(new HookCommand(HookCommand.shell(line), Map.of("LITEDRILL_TEST", "it's \"set\""), LONG));
    }

    /** They would show the text after them in reverse, on the terminal and in the log. */
    @Test
    void outputCannotReorderText() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        String script = "printf 'ok \\342\\200\\256gnp.db \\342\\201\\246x\\n'; printf 'e\\342\\200\\256' >&2; exit 3";

        HookOutcome outcome = runner.run(new HookCommand(HookCommand.shell(script), Map.of(), LONG), lines::add);

        assertThat(lines).containsExactlyInAnyOrder("ok ?gnp.db ?x", "e?");
        assertThat(outcome.text()).contains("?gnp.db").doesNotContain("\u202e", "\u2066");
    }

    @Test
    void passesTheEnvironmentAndKeepsBothOutputs() {
        assertThat(run("echo \"$LITEDRILL_TEST\"; echo and more >&2"))
                .isEqualTo(new Succeeded("it's \"set\" | and more"));
    }

    @Test
    void anArgumentThatIsAVariableOfOursIsItsValueThoughThereIsNoShell() {
        List<String> echo = List.of("/bin/echo", "$LITEDRILL_TEST", "${LITEDRILL_TEST}", "[$LITEDRILL_OTHER]", "$HOME");
        assertThat(runner.run(new HookCommand(echo, Map.of("LITEDRILL_TEST", "a b"), LONG)))
                .isEqualTo(new Succeeded("a b a b [$LITEDRILL_OTHER] $HOME"));
    }

    @Test
    void passesOnEachLineAsItIsPrinted() {
        List<String> lines = new CopyOnWriteArrayList<>();
        String script = "echo one; printf 'two\\033[31m\\r\\n' >&2; printf three";

        HookOutcome outcome = runner.run(new HookCommand(HookCommand.shell(script), Map.of(), LONG), lines::add);

        assertThat(outcome.succeeded()).isTrue();
        assertThat(lines).containsExactly("one", "two?[31m", "three");
    }

    @Test
    void aLineWithoutAnEndIsPassedOnInParts() {
        List<String> lines = new CopyOnWriteArrayList<>();

        runner.run(
                new HookCommand(HookCommand.shell("head -c 5000 /dev/zero | tr '\\0' x"), Map.of(), LONG), lines::add);

        assertThat(lines).extracting(String::length).containsExactly(2000, 2000, 1000);
    }

    @Test
    void saysTheExitCode() {
        assertThat(run("echo no such table; exit 7")).isEqualTo(new Failed(7, "no such table"));
        assertThat(run("exit 7").text()).isEqualTo("exit code 7");
    }

    @Test
    void keepsTheEndOfALongOutputWithoutControlCharacters() {
        HookOutcome outcome =
                run("i=0; while [ $i -lt 5000 ]; do echo line $i; i=$((i+1)); done; printf 'a\\033[31mred'; exit 1");

        String output = ((Failed) outcome).output();
        assertThat(output).startsWith("...").endsWith("line 4999 | a?[31mred").hasSizeLessThan(4_000);
    }

    /** A terminal may interpret U+009B like ESC [. */
    @Test
    void controlCharactersOfEightBitsAreReplacedToo() {
        List<String> lines = new CopyOnWriteArrayList<>();
        HookCommand command = new HookCommand(
                HookCommand.shell("printf 'a\\302\\23331mred\\n'; exit 1"), Map.of(), Duration.ofSeconds(20));

        HookOutcome outcome = new CommandRunner().run(command, lines::add);

        assertThat(((Failed) outcome).output()).isEqualTo("a?31mred");
        assertThat(lines).containsExactly("a?31mred");
    }

    @Test
    void hasNothingToReadFrom() {
        assertThat(run("cat; echo end")).isEqualTo(new Succeeded("end"));
    }

    @Test
    void endsWhatRunsTooLongWithAllThatItStarted() throws IOException {
        Path pids = folder.resolve("pids");
        String line = "sh -c 'trap \"\" TERM; echo $$ >> " + pids + "; while :; do sleep 1; done' & echo $$ >> " + pids
                + "; echo working; wait; wait";

        HookOutcome outcome = runner.run(new HookCommand(HookCommand.shell(line), Map.of(), Duration.ofMillis(700)));

        assertThat(outcome).isEqualTo(new TimedOut(Duration.ofMillis(700), "working"));
        assertThat(outcome.text()).isEqualTo("ended at its time limit of 0.7 s: working");
        List<String> started = Files.readAllLines(pids);
        assertThat(started).hasSize(2);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(started)
                        .allSatisfy(pid -> assertThat(ProcessHandle.of(Long.parseLong(pid)))
                                .satisfiesAnyOf(
                                        handle -> assertThat(handle).isEmpty(),
                                        handle -> assertThat(
                                                        handle.orElseThrow().isAlive())
                                                .isFalse())));
    }

    @Test
    void doesNotWaitForWhatWasLeftInTheBackground() {
        long start = System.nanoTime();

        assertThat(run("sleep 20 & echo done")).isEqualTo(new Succeeded("done"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void endsWhenTheThreadIsInterrupted() {
        Thread.currentThread().interrupt();
        HookOutcome outcome = run("sleep 30");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isEqualTo(new Interrupted());
    }

    @Test
    void namesAProgramThatIsNotThereAndNoArgument() {
        HookOutcome outcome =
                runner.run(new HookCommand(List.of("/no/such/program", "--password=hunter2"), Map.of(), LONG));

        assertThat(outcome).isInstanceOf(NotStarted.class);
        assertThat(outcome.text()).contains("/no/such/program", "No such file").doesNotContain("hunter2");
    }

    @Test
    void needsAProgramAndTime() {
        assertThatThrownBy(() -> new HookCommand(List.of(), Map.of(), LONG))
                .hasMessageContaining("begins with a program");
        assertThatThrownBy(() -> new HookCommand(List.of("true"), Map.of(), Duration.ZERO))
                .hasMessageContaining("above 0");
    }
}
