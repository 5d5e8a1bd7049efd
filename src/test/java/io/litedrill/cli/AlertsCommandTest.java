package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertsCommandTest {
    private static final String URL = "https://git.example.org/ops/litedrill/blob/main/docs/runbooks";

    @TempDir
    Path folder;

    @Test
    void printsTheShippedRules() throws Exception {
        CommandLineRun run = alerts();

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo(Files.readString(Path.of("alerts/litedrill.rules.yml")));
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {URL, URL + "/"})
    void linksEveryAlertToItsRunbook(String runbooks) throws Exception {
        CommandLineRun run = alerts("--runbooks", runbooks);

        assertThat(run.out().lines().map(String::strip).filter(line -> line.startsWith("runbook_url: ")))
                .hasSizeGreaterThan(20)
                .allMatch(line -> line.startsWith("runbook_url: " + URL + "/Litedrill") && line.endsWith(".md"));
        Path rules = Files.writeString(folder.resolve("rules.yml"), run.out());
        ToolRun promtool = ToolRun.of("promtool", "check", "rules", "--lint-fatal", rules.toString());
        assertThat(promtool.exitCode()).as(promtool.output()).isZero();
    }

    @Test
    void isTheOnlySettingThatTheDocumentationNames() throws Exception {
        assertThat(Files.readString(Path.of("docs/running.md"))).contains("litedrill alerts --runbooks " + URL);
        assertThat(Files.readString(Path.of("alerts/litedrill.rules.yml")))
                .contains("litedrill alerts --runbooks " + URL)
                .doesNotContain("litedrill.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "docs/runbooks",
                "file:///docs",
                "https://",
                "https://a b/c",
                "https://a/b?c=d",
                "https://a/b#c"
            })
    void refusesWhatIsNoUrlOfAFolder(String runbooks) {
        CommandLineRun run = alerts("--runbooks", runbooks);

        assertThat(run.code()).isEqualTo(64);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("--runbooks: ").contains("An example: https://");
    }

    private CommandLineRun alerts(String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "alerts";
        System.arraycopy(options, 0, words, 1, options.length);
        return new CommandLineRun.User(folder).runs(words);
    }
}
