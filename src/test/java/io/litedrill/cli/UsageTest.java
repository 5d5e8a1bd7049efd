package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.app.Wording;
import io.litedrill.check.Format;
import io.litedrill.check.Verdict;
import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.cli.Table.Cell;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|Missing required subcommand",
                "chekc|chekc",
                "check --no-such|--no-such",
                "check|no configuration",
                "window nope|nope: there is no such folder, and there is no configuration",
                "restore ./r|--output",
                "restore -o x|TARGET",
                "window|TARGET",
                "window ./a ./b|./b",
                "plan ./r --timestamp yesterday|RFC 3339",
                "plan ./r --timestamp 2026-11-01T12:00:00|offset",
                "plan ./r --txid xyz|TXID",
                "plan ./r --position 1|GENERATION/INDEX:OFFSET",
                "plan ./r --txid 1 --timestamp 2026-11-01T12:00:00Z|mutually exclusive",
                "check s3://|s3",
                "check ./r -c missing.yml|no such file",
                "config validate --json|no JSON form",
            })
    void wrongUsageIs64WithTheReasonOnStderr(String typed, String reason) {
        CommandLineRun run = new User(folder).runs(typed.isEmpty() ? new String[0] : typed.split(" "));
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(64);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(reason).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "drill", "window", "plan", "restore", "config", "config validate", "config show"})
    void everyCommandHasHelp(String command) {
        CommandLineRun run = new User(folder).runs((command + " --help").split(" "));
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Usage: litedrill " + command);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void theMainHelpBreaksNoUrl() {
        assertThat(new User(folder).runs("--help").out()).contains("s3://BUCKET/PATH?endpoint=...");
    }

    @Test
    void saysItsVersion() {
        CommandLineRun run = new User(folder).runs("--version");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("litedrill ");
    }

    @Test
    void namesCannotSteerATerminal() {
        assertThat(Wording.harmless("a\u001b[2Jb\nc")).isEqualTo("a?[2Jb?c");
    }

    @Test
    void aTerminalGetsAlignedColumnsBelowAHeading() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Table table = new Table("NAME", "VERDICT");
        table.row(Cell.of("a-long-name"), Cell.of("ok").in(Colour.of(Verdict.OK)));
        table.row(Cell.of("b"), Cell.of("critical").in(Colour.of(Verdict.CRITICAL)));

        table.print(wide(stream, false));
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("NAME         VERDICT", "a-long-name  ok", "b            critical");

        out.reset();
        table.print(wide(stream, true));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\u001b[32mok\u001b[0m", "\u001b[31mcritical\u001b[0m");
    }

    private static Terminal wide(PrintStream stream, boolean colours) {
        return Terminal.of(stream, stream, new Terminal.Look(true, colours, true, 80));
    }

    @Test
    void wordsAreQuotedForAShellWhereTheyMustBe() {
        assertThat(Format.quoted("a/b.db")).isEqualTo("a/b.db");
        assertThat(Format.quoted("s3://b?x=1&y")).isEqualTo("'s3://b?x=1&y'");
        assertThat(Format.quoted("it's")).isEqualTo("'it'\\''s'");
    }
}
