package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
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
                "config show --json|no JSON form",
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
    void saysItsVersion() {
        CommandLineRun run = new User(folder).runs("--version");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("litedrill ");
    }

    @Test
    void namesCannotSteerATerminal() {
        assertThat(Terminal.harmless("a\u001b[2Jb\nc")).isEqualTo("a?[2Jb?c");
    }

    @Test
    void wordsAreQuotedForAShellWhereTheyMustBe() {
        assertThat(Wording.quoted("a/b.db")).isEqualTo("a/b.db");
        assertThat(Wording.quoted("s3://b?x=1&y")).isEqualTo("'s3://b?x=1&y'");
        assertThat(Wording.quoted("it's")).isEqualTo("'it'\\''s'");
    }
}
