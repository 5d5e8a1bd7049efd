package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.replica.format.AgeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command on an encrypted (age) replica of Litestream 0.3. */
class EncryptedReplicaTest {
    private static final List<List<String>> COMMANDS = List.of(
            List.of("check", "app"),
            List.of("drill", "app"),
            List.of("window", "app"),
            List.of("plan", "app"),
            List.of("restore", "app", "-o", "restored.db"));

    @TempDir
    Path folder;

    private User user;
    private String key = GoldenReplica.identity();
    private final StringBuilder said = new StringBuilder();

    @BeforeEach
    void copyReplica() throws IOException {
        GoldenReplica.load("wal/encrypted")
                .copyTo(folder.resolve("r"), Instant.now().minus(Duration.ofMinutes(2)));
        user = new User(folder).with("LITEDRILL_HOME", folder.resolve("home").toString());
    }

    @AfterEach
    void noKeyWasEverShown() {
        assertThat(said.toString()).isNotEmpty().doesNotContain(key.substring(20, 40));
    }

    @Test
    void everyCommandWorksAsOnAnyOther() throws IOException {
        user.with("AGE_IDENTITY", key).configured(with("identities: [$AGE_IDENTITY]"));
        for (List<String> command : COMMANDS) {
            CommandLineRun run = run(command.toArray(String[]::new));
            assertThat(run.code()).as("%s: %s%s", command, run.out(), run.err()).isZero();
        }
        assertThat(Files.size(folder.resolve("restored.db")))
                .isEqualTo(GoldenReplica.load("wal/encrypted").expected().get(0).size());
        assertThat(run("config", "show").out()).contains("identities:\n").contains("- \"***\"");
    }

    @Test
    void anIdentityCanStandInAFileAsAgeKeygenWritesIt() throws IOException {
        Files.copy(GoldenReplica.testdata().resolve("test-identity.txt"), folder.resolve("key.txt"));
        user.configured(with("identity_file: key.txt"));
        assertThat(run("drill", "app").code()).isZero();
    }

    @Test
    void identitiesOfLitestreamsOwnConfigurationAreUsed() throws IOException {
        Path file = Files.writeString(folder.resolve("litestream.yml"), """
                dbs:
                  - path: BASE/app.db
                    replicas:
                      - path: BASE/r
                        age: {identities: ["${AGE_IDENTITY}"], recipients: [age1]}
                """.replace("BASE", folder.toString()));
        user.with("AGE_IDENTITY", key);
        assertThat(run("drill", "-c", file.toString()).code()).isZero();

        user.with("AGE_IDENTITY", "");
        CommandLineRun without = run("config", "validate", "-c", file.toString());
        assertThat(without.err()).contains("age.identities[0]: must be an age identity");
    }

    @Test
    void withoutIdentitiesEveryCommandSaysWhatIsNeeded() {
        String url = "file://" + folder + "/r";
        CommandLineRun check = run("check", url);
        assertThat(check.code()).isEqualTo(3);
        assertThat(check.out())
                .contains("file-unsupported", "encrypted with age", "age.identities", "instead of a URL");
        CommandLineRun drill = run("drill", url);
        assertThat(drill.code()).isEqualTo(3);
        assertThat(drill.out()).contains("file-unsupported", "age.identities");
        assertThat(run("restore", url, "-o", "out.db").code()).isEqualTo(3);
        assertThat(folder.resolve("out.db")).doesNotExist();
    }

    @Test
    void anotherIdentityIsNoDamage() throws IOException {
        key = AgeBuilder.key().secret();
        user.configured(with("identities: [" + key + "]"));
        CommandLineRun check = run("check", "app", "--json");
        assertThat(check.code()).isEqualTo(3);
        assertThat(check.codes()).containsOnly("file-unsupported", "no-backup");
        assertThat(check.out()).contains("for another key: the configured identity does not open it");
        assertThat(run("drill", "app").code()).isEqualTo(3);
    }

    @Test
    void whatIsNoIdentityIsRefusedUnseen() throws IOException {
        char last = key.charAt(key.length() - 1);
        String typo = key.substring(0, key.length() - 1) + (last == 'Q' ? 'P' : 'Q');
        user.configured(with("identities: [" + typo + "]"));
        CommandLineRun run = run("config", "validate");
        assertThat(run.code()).isEqualTo(64);
        assertThat(run.err()).contains("replica.age.identities: must each be an age identity", "***");

        Files.writeString(folder.resolve("key.txt"), "# nothing\n" + typo + "\n");
        user.configured(with("identity_file: key.txt"));
        assertThat(run("config", "validate").err()).contains("identity_file: must hold an age identity");
        user.configured(with("identity_file: missing.txt"));
        assertThat(run("config", "validate").err()).contains("identity_file: must be a file that can be read");
    }

    private CommandLineRun run(String... arguments) {
        CommandLineRun run = user.runs(arguments);
        said.append(run.out()).append(run.err());
        return run;
    }

    private String with(String age) {
        return "databases: [{name: app, replica: {path: '" + folder + "/r', age: {" + age + "}}}]\n";
    }
}
