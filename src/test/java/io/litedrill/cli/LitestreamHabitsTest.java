package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.litestream.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that a user of Litestream types from habit. */
class LitestreamHabitsTest {
    private static final Pattern OPTION = Pattern.compile("^\\t(-[a-z-]+)", Pattern.MULTILINE);
    private static final Pattern COMMAND = Pattern.compile("^\\t([a-z]+) {2,}", Pattern.MULTILINE);

    @TempDir
    Path folder;

    private User user;

    @BeforeEach
    void configureADatabaseAsLitestreamDoes() throws IOException {
        GoldenReplica.load("ltx/basic")
                .copyTo(folder.resolve("replica"), Instant.now().minusSeconds(60));
        Files.writeString(
                folder.resolve("litestream.yml"),
                "dbs:\n  - path: " + folder + "/app.db\n    replica:\n      path: " + folder + "/replica\n");
        user = new User(folder);
    }

    private CommandLineRun runs(String... words) {
        return user.runs(words);
    }

    @Test
    void aRestoreIsTypedAsWithLitestream() {
        CommandLineRun run = runs(
                "restore",
                "-config",
                "litestream.yml",
                "-timestamp",
                Instant.now().toString(),
                "-o",
                "out.db",
                "-if-db-not-exists",
                "-if-replica-exists",
                "-parallelism",
                "8",
                "-integrity-check=full",
                folder + "/app.db");
        assertThat(run.code()).as(run.err() + run.out()).isZero();
        assertThat(run.err()).contains("--parallelism: has no effect", "--integrity-check: has no effect");
        assertThat(folder.resolve("out.db")).isNotEmptyFile();
    }

    @Test
    void anExistingOutputIsLeftAloneWithExitCode0OnlyIfAsked() throws IOException {
        Files.writeString(folder.resolve("out.db"), "mine");
        List<String> restore = List.of("restore", "-config", "litestream.yml", "-o", "out.db", folder + "/app.db");
        assertThat(runs(restore.toArray(String[]::new)).code()).isEqualTo(4);

        CommandLineRun asked = runs(with(restore, "-if-db-not-exists"));
        assertThat(asked.code()).isZero();
        assertThat(asked.out()).contains("out.db: exists");
        assertThat(runs(with(restore, "-if-db-not-exists", "-json")).object().text("outcome"))
                .contains("not_needed");
        assertThat(folder.resolve("out.db")).hasContent("mine");
    }

    private static String[] with(List<String> words, String... more) {
        return Stream.concat(words.stream(), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void noBackupIsExitCode0OnlyWhereThereNeverWasOne() throws IOException {
        assertThat(runs("restore", "./empty", "-o", "out.db").code()).isEqualTo(2);
        CommandLineRun first = runs("restore", "./empty", "-o", "out.db", "-if-replica-exists");
        assertThat(first.code()).isZero();
        assertThat(first.out()).contains("no backup found");
        assertThat(runs("restore", "./no/such", "-o", "out.db", "-if-replica-exists")
                        .code())
                .as("a folder that cannot be listed may hold a backup")
                .isEqualTo(3);

        assertThat(runs("-c", "litestream.yml", "check").code()).isNotEqualTo(64);
        GoldenReplica.Copy other = GoldenReplica.load("ltx/basic").copyTo(folder.resolve("aside"), Instant.now());
        assertThat(other.root()).exists();
        Files.move(folder.resolve("replica"), folder.resolve("moved"));
        CommandLineRun gone =
                runs("restore", "-config", "litestream.yml", "-o", "out.db", "-if-replica-exists", folder + "/app.db");
        assertThat(gone.code())
                .as("the history records a backup: " + gone.out())
                .isEqualTo(2);
        assertThat(folder.resolve("out.db")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-if-db-not-exists", "-if-replica-exists"})
    void withoutAnOutputTheCommandThatDoesItIsNamed(String option) {
        CommandLineRun run = runs("restore", "-config", "litestream.yml", option, folder + "/app.db");
        assertThat(run.code()).isEqualTo(64);
        assertThat(run.err()).contains("litedrill ensure").contains("--when missing");
    }

    @ParameterizedTest
    @CsvSource({
        "databases, litedrill status",
        "snapshots /data/app.db, litedrill window /data/app.db",
        "generations /data/app.db, litedrill window /data/app.db",
        "wal -replica s3 /data/app.db, litedrill plan",
        "ltx, litedrill plan TARGET -v",
        "replicate, litedrill serve",
        "version, litedrill --version",
        "restore app -o x -generation 1, --position",
        "restore app -o x -index 1, --position",
        "restore app -o x -f, does not follow",
    })
    void litestreamsOtherWordsLeadToOurs(String typed, String ours) {
        CommandLineRun run = runs(typed.split(" "));
        assertThat(run.code()).isEqualTo(64);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "snapshots -config litestream.yml /data/app.db, litedrill window -c litestream.yml /data/app.db",
        "databases -config litestream.yml, litedrill status -c litestream.yml",
    })
    void ourWordsKeepTheConfigurationThatWasNamed(String typed, String ours) {
        CommandLineRun run = runs(typed.split(" "));
        assertThat(run.code()).isEqualTo(64);
        assertThat(run.err()).contains(ours);
    }

    @ParameterizedTest
    @ValueSource(strings = {"litestream-0.3.13", "litestream-0.5.17"})
    void everyOptionOfItsRestoreIsKnown(String litestream) throws Exception {
        List<String> options =
                found(OPTION, ToolRun.of(litestream, "restore", "-h").output());
        assertThat(options).contains("-config", "-o", "-if-db-not-exists", "-parallelism");
        for (String option : options) {
            CommandLineRun run = runs("restore", option, "1", "app");
            assertThat(run.err())
                    .as(option)
                    .doesNotContain("Unknown option")
                    .satisfiesAnyOf(
                            text -> assertThat(text).contains("is an option of Litestream"),
                            text -> assertThat(text).doesNotContain("Unmatched"),
                            text -> assertThat(text).contains("'app'"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"litestream-0.3.13", "litestream-0.5.17"})
    void everyCommandOfItIsKnown(String litestream) throws Exception {
        List<String> commands = found(COMMAND, ToolRun.of(litestream).output());
        assertThat(commands).contains("databases", "replicate", "restore");
        assertThat(Tools.require(litestream)).isExecutable();
        for (String command : commands) {
            assertThat(runs(command).err()).as(command).doesNotContain("Unmatched argument");
        }
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
