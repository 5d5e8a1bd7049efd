package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.CaseArchive;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** If the database or the history is ambiguous, every command gives the same answer; a named state is restored. */
class OneAnswerTest {
    @TempDir
    Path folder;

    private Optional<User> user = Optional.empty();

    private void configure(Path replica) throws IOException {
        Path live = Files.createDirectory(folder.resolve("live")).resolve("app.db");
        user = Optional.of(new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .configured("databases:\n  - {name: app, path: '" + live + "', replica: 'file://" + replica + "'}\n"));
    }

    private int code(String command) {
        return user.orElseThrow().runs(command.split(" ")).code();
    }

    private void assertEveryCommandRefuses(String text) {
        assertThat(code("check app")).isEqualTo(2);
        assertThat(code("scrub app")).isEqualTo(2);
        assertThat(code("drill app")).isEqualTo(2);
        for (String command : List.of(
                "plan app",
                "restore app -o new.db --dry-run",
                "restore app -o new.db",
                "restore app -o new.db --fallback",
                "restore app --in-place --yes",
                "ensure app")) {
            CommandLineRun run = user.orElseThrow().runs(command.split(" "));
            assertThat(run.code()).as(command + ": " + run.out() + run.err()).isEqualTo(4);
            assertThat(run.out() + run.err()).as(command).contains(text);
        }
        assertThat(folder.resolve("live/app.db")).doesNotExist();
        CommandLineRun window = user.orElseThrow().runs("window", "app", "--json");
        assertThat(window.code()).isZero();
        assertThat(window.out()).contains("forked", text);
    }

    @Test
    void twoDatabasesInOnePath() throws IOException {
        configure(CaseArchive.unpack("two-databases-one-path", folder).resolve("replica"));

        assertEveryCommandRefuses("two writers");
        assertThat(code("restore app -o named.db --txid 4")).isZero();
    }

    @Test
    void generationsOfOneTime() throws IOException {
        configure(CaseArchive.unpack("generations-one-time", folder).resolve("replica"));

        assertEveryCommandRefuses("--position 7c55ace1d380a580/00000000:173072");
        assertThat(code("restore app -o named.db --position 7c55ace1d380a580/00000000:173072"))
                .isZero();
    }

    @Test
    void bothLayoutsInACopyWithoutTimes() throws IOException {
        Path replica = folder.resolve("replica");
        GoldenReplica.load("both/upgraded").copyTo(replica);
        try (Stream<Path> files = Files.walk(replica)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-28T12:00:00Z")));
            }
        }
        configure(replica);

        assertEveryCommandRefuses("--txid 0000000000000006");
        assertThat(code("restore app -o named.db --txid 6")).isZero();
        assertThat(code("restore app -o timed.db --timestamp 2026-11-23T05:47:12Z"))
                .isZero();
    }

    @Test
    void timesInTheFutureAreAWarningAndTheStateIsRestored() throws IOException {
        configure(CaseArchive.unpack("times-in-the-future", folder).resolve("replica"));

        CommandLineRun check = user.orElseThrow().runs("check", "app", "--json");
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.codes()).containsExactly("clock-skew");
        assertThat(user.orElseThrow().runs("check", "app").out())
                .contains("(in ")
                .doesNotContain("0s ago");
        assertThat(code("drill app")).isZero();
        assertThat(code("restore app -o new.db")).isZero();
        assertThat(code("ensure app --max-age 1h")).isEqualTo(4);
        assertThat(code("ensure app")).isZero();
    }
}
