package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ConfiguredTest {
    @TempDir
    Path folder;

    private User user;

    @BeforeEach
    void configureTwoDatabases() throws IOException {
        golden("ltx/basic", "orders");
        golden("wal/basic", "users");
        user = new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .configured("""
                    databases:
                      - {name: orders, path: LIVE/orders.db, replica: 'file://BASE/r/orders'}
                      - {name: users, replica: 'file://BASE/r/users'}
                    """.replace("BASE", folder.toString()).replace("LIVE", folder + "/live"));
    }

    private void golden(String name, String place) throws IOException {
        GoldenReplica.load(name)
                .copyTo(folder.resolve("r").resolve(place), Instant.now().minus(Duration.ofMinutes(2)));
    }

    @Test
    void withoutTargetsEveryDatabaseIsMeant() {
        CommandLineRun check = user.runs("check", "--json");
        assertThat(check.code()).as(check.out()).isZero();
        assertThat(check.json()).hasSize(2);
        assertThat(user.runs("check").out().lines().toList().get(0)).startsWith("orders\tfile\tok\t");
    }

    @Test
    void aDatabaseIsNamedByItsNameOrItsLivePath() {
        assertThat(user.runs("check", "orders", "--json").object().text("database"))
                .contains("orders");
        assertThat(user.runs("check", "live/orders.db", "--json").object().text("database"))
                .contains("orders");
        CommandLineRun byUrl = user.runs("check", "file://" + folder + "/r/orders", "--json");
        assertThat(byUrl.object().text("database")).contains("file://" + folder + "/r/orders");
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        CommandLineRun run = user.runs("check", "order");
        assertThat(run.code()).isEqualTo(64);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("orders, users").contains("Did you mean orders?");
    }

    @Test
    void optionsGoBeforeOrBehindTheCommand() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("etc2")).resolve("mine.yml");
        Files.move(folder.resolve("litedrill.yml"), elsewhere);
        assertThat(user.runs("check", "users").code()).isEqualTo(64);
        assertThat(user.runs("check", "users", "-c", elsewhere.toString()).code())
                .isZero();
        CommandLineRun before = user.runs("--json", "-c", elsewhere.toString(), "check", "users");
        assertThat(before.code()).isZero();
        assertThat(before.object().text("database")).contains("users");
    }

    @Test
    void aDrillIsRememberedAndGivesTheEstimate() {
        assertThat(user.runs("plan", "users", "--json")
                        .json()
                        .get(0)
                        .get("estimated_seconds")
                        .isNull())
                .isTrue();
        assertThat(user.runs("drill", "users").code()).isZero();
        assertThat(user.runs("plan", "users", "--json")
                        .object()
                        .number("estimated_seconds")
                        .orElseThrow())
                .isPositive();
        assertThat(folder.resolve("home/history.db")).exists();
    }

    @Test
    void aTargetNamedByItsUrlLeavesNoHistory() {
        assertThat(user.runs("drill", folder + "/r/users").code()).isZero();
        assertThat(folder.resolve("home/history.db")).doesNotExist();
    }

    @Test
    void aHomeThatCannotBeWrittenStopsNoCheckAndNoRestore() throws IOException {
        user.with(
                "LITEDRILL_HOME", Files.writeString(folder.resolve("file"), "").toString());
        CommandLineRun check = user.runs("check", "users", "--json");
        assertThat(check.code()).isZero();
        assertThat(check.err()).contains("no history").contains("LITEDRILL_HOME");
        assertThat(check.json()).hasSize(1);
        assertThat(user.runs("restore", "users", "-o", "out.db").code()).isZero();
    }

    @Test
    void oneSoundReplicaOfTwoMakesAWarningAndIsTheOneRestored() throws IOException {
        user.configured("""
            databases:
              - name: both
                replicas: [{name: gone, path: BASE/r/gone}, {name: good, path: BASE/r/users}]
            """.replace("BASE", folder.toString()));
        assertThat(user.runs("check").code()).isEqualTo(1);
        assertThat(user.runs("drill").code()).isEqualTo(2);
        assertThat(user.runs("window", "both", "--json").object().text("replica"))
                .contains("good");
        assertThat(user.runs("restore", "both", "-o", "out.db").code()).isZero();
        assertThat(user.runs("window", "both", "--replica", "gone").code()).isEqualTo(2);
        CommandLineRun unknown = user.runs("window", "both", "--replica", "other");
        assertThat(unknown.code()).isEqualTo(64);
        assertThat(unknown.err()).contains("gone, good");
    }

    @Test
    void aStateNamedInTheWayOfTheOtherLayoutIsRefusedWithTheRightWay() {
        CommandLineRun txid = user.runs("plan", "users", "--txid", "4");
        assertThat(txid.code()).isEqualTo(4);
        assertThat(txid.out())
                .containsPattern("Litestream 0\\.3, .*--position\\), such as [0-9a-f]{16}/[0-9a-f]{8}:[0-9]+\n");
        CommandLineRun position = user.runs("plan", "orders", "--position", "0123456789abcdef/00000000:0");
        assertThat(position.code()).isEqualTo(4);
        assertThat(position.out()).containsPattern("Litestream 0\\.5, .*--txid\\), such as [0-9a-f]{16}\n");
        CommandLineRun unknown = user.runs("plan", "orders", "--txid", "ffff");
        assertThat(unknown.code()).isEqualTo(4);
        assertThat(unknown.out()).contains("no file of the replica ends at 000000000000ffff\n");
    }

    @Test
    void anUnsetVariableBlindsOneReplicaAndIsNamed() throws IOException {
        Files.delete(folder.resolve("litedrill.yml"));
        Path yml = Files.writeString(folder.resolve("litestream.yml"), """
            dbs:
              - path: BASE/live/a.db
                replicas: [{type: s3, bucket: '${NO_SUCH_BUCKET}', path: a}]
              - path: BASE/live/users.db
                replicas: [{path: BASE/r/users}]
            """.replace("BASE", folder.toString()));
        CommandLineRun check = user.runs("check", "-c", yml.toString(), "--json");
        assertThat(check.code()).isEqualTo(3);
        assertThat(check.codes()).containsExactly("replica-unsupported");
        assertThat(check.out()).contains("NO_SUCH_BUCKET");
        assertThat(check.json().get(1).get("layout").asString()).isEqualTo("wal");
    }

    @Test
    void configShowsWhatHoldsWithoutSecrets() throws IOException {
        user.configured("""
            token: hush-hush-token
            databases:
              - name: far
                replica: {type: s3, bucket: b, path: p, access_key_id: AKIDHIDDEN, secret_access_key: hush-hush-key,
                          endpoint: 'http://127.0.0.1:1'}
            """);
        CommandLineRun show = user.runs("config", "show");
        assertThat(show.code()).isZero();
        assertThat(show.out()).contains("bucket: ").doesNotContain("hush-hush").doesNotContain("AKIDHIDDEN");
        CommandLineRun check = user.runs("check", "-v", "--json");
        assertThat(check.code()).isEqualTo(3);
        assertThat(check.out() + check.err()).doesNotContain("hush-hush");
    }

    @Test
    void secretsOfAUrlAreNotRepeated() {
        String url = "s3://hushid:hushkey@b/p?endpoint=http://127.0.0.1:1&token=hushtoken";
        user.with("AWS_ACCESS_KEY_ID", "a").with("AWS_SECRET_ACCESS_KEY", "hushsecret");
        for (String command : new String[] {"plan", "check", "drill"}) {
            CommandLineRun run = user.runs(command, url, "-v");
            assertThat(run.code()).isEqualTo(3);
            assertThat(run.out() + run.err()).contains("s3://b/p").doesNotContain("hush");
        }
    }

    @Test
    void aWrongConfigurationSaysAllItsProblems() throws IOException {
        user.configured("chekc: {}\ndatabases: [{name: a, replica: 'file:///r', verify: {mode: quick}}]\n");
        for (String[] command : new String[][] {{"config", "validate"}, {"check"}, {"restore", "a", "-o", "x"}}) {
            CommandLineRun run = user.runs(command);
            assertThat(run.code()).isEqualTo(64);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("litedrill.yml:1:1 chekc").contains("verify.mode");
        }
    }

    @Test
    void anAssertionThatWritesIsAConfigurationError() throws IOException {
        user.configured("databases: [{name: a, replica: 'file:///r', verify: {assertions: [{sql: DELETE FROM t}]}}]\n");
        CommandLineRun run = user.runs("config", "validate");
        assertThat(run.code()).isEqualTo(64);
        assertThat(run.err()).contains("DELETE FROM t");
    }

    @Test
    void aFolderCanBeRestoredInSpiteOfABrokenConfiguration() throws IOException {
        user.configured("chekc: {}\n");
        CommandLineRun run = user.runs("restore", "r/users", "-o", "out.db", "--json");
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("the configuration is not used");
        assertThat(user.runs("check", "r/users", "-c", "litedrill.yml").code()).isEqualTo(64);
    }

    @Test
    void aValidConfigurationIsCounted() {
        CommandLineRun run = user.runs("config", "validate");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("ok, 2 databases, 2 replicas");
        assertThat(run.err()).contains("guaranteed window is 0");
    }

    @Test
    void strictValidationFailsForASettingWithoutEffect() throws IOException {
        user.configured("databases: [{name: a, replica: {url: 's3://b/p', snapshot_interval: 1h}}]\n");
        assertThat(user.runs("config", "validate", "--strict").code()).isZero();
        user.configured("databases: [{name: a, replica: {type: nats, bucket: b, path: p, token: hushpass}}]\n");
        CommandLineRun run = user.runs("config", "validate", "--strict");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("warning: a: path of nats://127.0.0.1:4222/b has no effect")
                .doesNotContain("hushpass");
        assertThat(user.runs("config", "validate").code()).isZero();
    }

    @Test
    void oneReplicaPlaceOfTwoDatabasesIsInvalidButIsMonitored() throws IOException {
        user.configured("databases: [{name: a, replica: 'r/users'}, {name: b, replica: 'r/users'}]\n");
        CommandLineRun validate = user.runs("config", "validate");
        assertThat(validate.code()).isEqualTo(64);
        assertThat(validate.out()).isEmpty();
        assertThat(validate.err()).contains("a and b: are replicated to one place, file://");
        assertThat(user.runs("check", "a", "--json").json().get(0).get("layout").asString())
                .isEqualTo("wal");
    }

    @Test
    void configShowHasAJsonForm() throws IOException {
        user.configured("""
            objectives: {rpo: 90s}
            verify: {foreign_keys: strict}
            databases:
              - {name: a, replica: {type: s3, bucket: b, access_key_id: hush, secret_access_key: hush, retention: 3d}}
            """);
        CommandLineRun run = user.runs("config", "show", "--json");
        assertThat(run.code()).isZero();
        assertThat(run.out()).doesNotContain("hush");
        JsonNode config = run.json();
        assertThat(config.get("file").asString()).endsWith("litedrill.yml");
        assertThat(config.get("warnings").isArray()).isTrue();
        JsonNode database = config.get("databases").get(0);
        assertThat(database.get("objectives").get("rpo").asDouble()).isEqualTo(90);
        assertThat(database.get("verify").get("foreign_keys").asString()).isEqualTo("strict");
        JsonNode replica = database.get("replicas").get(0);
        assertThat(replica.get("bucket").asString()).isEqualTo("b");
        assertThat(replica.get("litestream_0_5").get("retention").asDouble()).isEqualTo(259_200);
        assertThat(replica.get("litestream_0_5").get("guaranteed_window").asDouble())
                .isEqualTo(172_800);
    }

    @Test
    void variablesOfLitestreamYmlCanBeLeftAsTheyAre() throws IOException {
        Files.writeString(folder.resolve("litestream.yml"), "dbs: [{path: /a, replica: {path: '/r/$HOME'}}]");
        CommandLineRun run = user.runs("config", "show", "-c", "litestream.yml", "--no-expand-env");
        assertThat(run.out()).contains("path: \"/r/$$HOME\"");
    }

    @Test
    void nothingToWatchIsNotOk() throws IOException {
        Files.delete(folder.resolve("litedrill.yml"));
        user.with(
                "LITESTREAM_CONFIG",
                Files.writeString(folder.resolve("litestream.yml"), "dbs: []\n").toString());
        CommandLineRun run = user.runs("check");
        assertThat(run.code()).isEqualTo(64);
        assertThat(run.err()).contains("names no database");
    }
}
