package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.CommandLineName;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Hint;
import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.storage.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that findings name as the next step: they can be copied, and mean the same database. */
class HintsTest {
    @TempDir
    Path folder;

    private User user;

    @BeforeEach
    void damageOneReplica() throws IOException {
        Instant newest = Instant.now().minus(Duration.ofMinutes(2));
        GoldenReplica.load("ltx/basic").copyTo(folder.resolve("sound"), newest);
        GoldenReplica.load("ltx/basic").copyTo(folder.resolve("damaged"), newest);
        damage(folder.resolve("damaged/ltx/0/0000000000000004-0000000000000004.ltx"));
        user = new User(folder).with("LITEDRILL_HOME", folder.resolve("home").toString());
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private String hint(String... args) {
        CommandLineRun run = user.runs(args);
        return run.object().objects("findings").orElseThrow().stream()
                .filter(finding -> finding.text("code").orElse("").equals("file-damaged"))
                .findFirst()
                .flatMap(finding -> finding.text("hint"))
                .orElseThrow(() -> new AssertionError(run.out() + run.err()));
    }

    /** Hints in JSON and in text, and hints that a later command reads from the history. */
    @Test
    void theConfigurationThatWasGivenIsNamed() throws IOException {
        Files.createDirectory(folder.resolve("else where"));
        Files.writeString(
                folder.resolve("else where/l.yml"),
                "databases: [{name: app, replica: 'file://BASE/damaged'}]\n".replace("BASE", folder.toString()));
        String[] drill = {"drill", "-c", "else where/l.yml", "app"};

        assertThat(hint("drill", "-c", "else where/l.yml", "app", "--json"))
                .contains(": litedrill window -c 'else where/l.yml' app. For an earlier state: litedrill restore -c"
                        + " 'else where/l.yml' app -o FILE --fallback (");
        assertThat(user.runs(drill).out())
                .contains(": litedrill window -c 'else where/l.yml' app. For an earlier state: litedrill restore -c"
                        + " 'else where/l.yml' app -o FILE --fallback (");
        CommandLineRun plan = user.runs("plan", "-c", "else where/l.yml", "app", "--timestamp", "2001-01-01", "--json");
        assertThat(plan.object().object("after").flatMap(after -> after.text("command")))
                .hasValueSatisfying(
                        command -> assertThat(command).startsWith("litedrill restore -c 'else where/l.yml' app --"));
    }

    @Test
    void aUsageErrorNamesTheConfigurationToo() throws IOException {
        Files.writeString(
                folder.resolve("l.yml"),
                "databases: [{name: app, path: BASE/live.db, replica: 'file://BASE/damaged'}]\n"
                        .replace("BASE", folder.toString()));

        CommandLineRun run = user.runs("restore", "-c", "l.yml", "app", "--in-place", "--if-replica-exists");

        assertThat(run.code()).isEqualTo(64);
        assertThat(run.err()).contains(": litedrill ensure -c l.yml app --when missing --if-replica-exists");
    }

    @Test
    void aConfiguredDatabaseIsNamedByItsName() throws IOException {
        user.configured(
                "databases: [{name: app, replica: 'file://BASE/damaged'}]\n".replace("BASE", folder.toString()));
        assertThat(hint("drill", "app", "--json"))
                .contains(": litedrill window app. For an earlier state: litedrill restore app -o FILE --fallback (");
    }

    @Test
    void oneOfSeveralReplicasIsChosenByItsName() throws IOException {
        user.configured("""
            databases:
              - name: app
                replicas: [{name: near, path: BASE/damaged}, {name: it's far, path: BASE/empty}]
            """.replace("BASE", folder.toString()));
        assertThat(user.runs("drill", "app").out())
                .contains("litedrill window app --replica near")
                .contains("litedrill check app" + System.lineSeparator());
    }

    @Test
    void aUrlIsNamedAsItWasTyped() {
        assertThat(hint("drill", "damaged", "--json")).contains(": litedrill window damaged. ");
        String url = "file://" + folder + "/damaged";
        assertThat(hint("drill", url, "--json")).contains(": litedrill window " + url + ". ");
    }

    @Test
    void anEndpointIsPartOfTheUrlThatIsNamed() {
        try (S3Server server = S3Server.inMemory()) {
            server.createBucket("backups");
            user.with("AWS_ACCESS_KEY_ID", server.accessKey()).with("AWS_SECRET_ACCESS_KEY", server.secretKey());
            String url = "s3://backups/p?endpoint=" + server.endpoint();
            assertThat(user.runs("drill", url).out()).contains("see why: litedrill check '" + url + "'");
            assertThat(user.runs("window", url).out()).contains("See why: litedrill check '" + url + "'");
        }
    }

    @Test
    void theConfigurationThatWasNamedIsNamedInCommandsForPeople() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("my files")).resolve("it's mine.yml");
        Files.writeString(
                elsewhere,
                "databases: [{name: app, replica: 'file://BASE/damaged'}]\n".replace("BASE", folder.toString()));
        String[] drill = {"drill", "-c", "my files/it's mine.yml", "app"};
        assertThat(user.runs(drill).out()).contains(": litedrill window -c 'my files/it'\\''s mine.yml' app. ");
        assertThat(user.runs("window", "-c", "my files/it's mine.yml", "app").code())
                .isZero();
        Files.delete(folder.resolve("damaged/ltx/0/0000000000000003-0000000000000003.ltx"));
        CommandLineRun plan = user.runs("plan", "-c", elsewhere.toString(), "app", "--txid", "4");
        assertThat(plan.code()).as(plan.out()).isEqualTo(4);
        assertThat(plan.out())
                .contains("\n  litedrill restore -c '" + elsewhere.toString().replace("'", "'\\''") + "' app --txid ");
    }

    @Test
    void theWindowOfAWrongPathNamesSimilarOnes() throws IOException {
        Path wrong = Files.createDirectory(folder.resolve("sond"));
        user.configured("databases: [{name: app, replica: 'file://WRONG'}]\n".replace("WRONG", wrong.toString()));

        CommandLineRun window = user.runs("window", "app");

        assertThat(window.code()).isEqualTo(2);
        assertThat(window.out())
                .contains("prefix-empty", "replicas were seen at ", folder + "/sound")
                .contains("See why: litedrill check app");
        assertThat(user.runs("window", "app", "--json").out()).contains("prefix-empty", folder + "/sound");
    }

    @Test
    void theDemoNamesTheFoldersThatItMade() {
        TypedCommands commands = TypedCommands.onFolders(List.of(Path.of("/tmp/a demo/broken-ltx")));
        assertThat(Hint.text("See ")
                        .then(command(CommandVerb.WINDOW, "broken-ltx"))
                        .then(", or ")
                        .then(command(CommandVerb.DRILL, "broken-ltx-2"))
                        .text(commands))
                .isEqualTo("See ./litedrill window '/tmp/a demo/broken-ltx', or litedrill drill broken-ltx-2");
    }

    private static Hint command(CommandVerb verb, String target) {
        return new CommandLineName(target, Optional.empty()).command(verb);
    }
}
