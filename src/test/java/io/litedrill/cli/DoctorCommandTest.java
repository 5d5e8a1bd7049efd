package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.litestream.GoldenReplica;
import io.litedrill.litestream.LitestreamProcess;
import io.litedrill.litestream.Replicate;
import io.litedrill.litestream.Tools;
import io.litedrill.litestream.Writer;
import io.litedrill.storage.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DoctorCommandTest {
    @TempDir
    Path folder;

    private Path replica;

    @BeforeEach
    void replicaOfThisMinute() throws IOException {
        replica = folder.resolve("replica");
        GoldenReplica.load("ltx/basic").copyTo(replica, Instant.now().minusSeconds(30));
        mode(replica, "rwx------");
    }

    /** One area of one subject. */
    private record Row(String subject, String area, String verdict, String message, String next) {
        static Row of(JsonNode node) {
            return new Row(
                    node.path("database").asString("machine"),
                    node.path("area").asString(),
                    node.path("verdict").asString(),
                    node.path("message").asString(),
                    node.path("next").asString());
        }
    }

    @Test
    void aSoundMachineAndReplicaAreOkInEachArea() throws Exception {
        configure("");

        CommandLineRun run = doctor();

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(rows(run)).extracting(Row::verdict).containsOnly("ok");
        assertThat(rows(run)).extracting(Row::next).containsOnly("");
        assertThat(rows(run))
                .filteredOn(row -> row.subject().equals("machine"))
                .extracting(Row::area)
                .contains("configuration", "secrecy", "permissions", "scratch", "litestream");
        assertThat(rows(run))
                .filteredOn(row -> row.subject().equals("app"))
                .extracting(Row::area)
                .contains(
                        "reachability",
                        "credentials",
                        "clock",
                        "litestream",
                        "scratch",
                        "writers",
                        "retention",
                        "backup");
    }

    @ParameterizedTest
    @CsvSource({"0.3.13, warning", "0.5.15, warning", "0.5.17, ok"})
    void theLitestreamOfThePathHasItsKnownBugs(String version, String verdict) throws Exception {
        configure("");
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("litestream"), Tools.require("litestream-" + version));

        CommandLineRun run = user().with("PATH", "/nowhere:" + bin).runs("doctor", "--json");

        Row row = rows(run).stream()
                .filter(each -> each.message().startsWith(bin.toString()))
                .findFirst()
                .orElseThrow();
        assertThat(row.message()).contains("Litestream " + version + ": ");
        assertThat(row.verdict()).isEqualTo(verdict);
        assertThat(row.message().contains("WAL-reset bug")).isEqualTo(verdict.equals("warning"));
        assertThat(row.next().contains("0.5.17 or newer")).isEqualTo(verdict.equals("warning"));
    }

    @ParameterizedTest
    @CsvSource({"rwxrwxrwx, rwxr-xr-x", "rwxr-xr-x, rwxrwxr-x"})
    void aLitestreamThatOthersCanReplaceIsNotRun(String program, String folderMode) throws Exception {
        configure("");
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path ran = folder.resolve("ran");
        mode(Files.writeString(bin.resolve("litestream"), "#!/bin/sh\ntouch " + ran + "\necho 0.5.17\n"), program);
        mode(bin, folderMode);

        CommandLineRun run = user().with("PATH", bin.toString()).runs("doctor", "--json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(only(run, "litestream", "warning").message()).startsWith(bin + "/litestream: not run");
        assertThat(ran).doesNotExist();
    }

    @Test
    void aScriptThatCallsItselfLitestreamMakesNothingRun() throws Exception {
        Path live = folder.resolve("app.db");
        configure("", "path: " + live);
        Path script = Files.writeString(folder.resolve("litestream"), "#!/bin/sh\nread line\n");
        mode(script, "rwxr-xr-x");
        Process process = new ProcessBuilder(script.toString(), "replicate", live.toString()).start();
        try {
            awaitScript(process);

            // the shell would run the file "version" of the working folder
            assertThat(rows(doctor()))
                    .filteredOn(row -> row.area().equals("litestream"))
                    .extracting(Row::message)
                    .noneMatch(message -> message.contains("a build without a version number"));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Waits until the shell of a script has replaced this process. */
    private static void awaitScript(Process process) {
        Path name = Path.of("/proc/" + process.pid() + "/comm");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Files.readString(name)).startsWith("litestream"));
    }

    @Test
    void aConfigurationWithSecretsThatOthersCanReadIsAWarning() throws Exception {
        configure("token: literal-secret\n");
        mode(folder.resolve("litedrill.yml"), "rw-r--r--");

        CommandLineRun exposed = doctor();
        assertThat(exposed.code()).isEqualTo(1);
        assertThat(only(exposed, "secrecy", "warning").message())
                .contains("litedrill.yml (rw-r--r-- ", "every user of this machine", "holds secrets")
                .doesNotContain("literal-secret");
        assertThat(only(exposed, "secrecy", "warning").next()).contains("chmod 600", "${NAME}");

        configure("token: ${TOKEN}\n");
        mode(folder.resolve("litedrill.yml"), "rw-r--r--");
        assertThat(user().with("TOKEN", "from-a-variable")
                        .runs("doctor", "--json")
                        .code())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "notify: {channels: [{type: slack, url: 'https://hooks.slack.example/services/T0/B0/abc'}]} | true",
                "notify: {channels: [{type: slack, url: '${HOOK}'}]}                                      | false",
                "history: {url: 'jdbc:postgresql://127.0.0.1:1/litedrill?user=l&password=pw'}                 | true",
                "history: {url: 'jdbc:postgresql://127.0.0.1:1/litedrill', user: l, password: pw}             | true",
                "history: {url: 'jdbc:postgresql://127.0.0.1:1/litedrill', user: l, password: '${PW}'}        | false",
                "discover: {url: 's3://b/p', access_key_id: AKIA, secret_access_key: '${KEY}'}                | true",
                "discover: {url: 's3://b/p', access_key_id: '${ID}', secret_access_key: word}                 | true",
                "discover: {url: 's3://b/p', access_key_id: '${ID}', secret_access_key: '${KEY}'}             | false",
                "discover: {type: webdav, webdav_url: 'https://h/p', webdav_username: u, webdav_password: w}  | true",
                "discover: {type: nats, url: 'nats://h/b', jwt: a, seed: '${SEED}'}                           | true"
            })
    void secretsInUrlsAreSecrets(String line, boolean secret) throws Exception {
        configure(line + "\n");
        mode(folder.resolve("litedrill.yml"), "rw-r--r--");

        // app alone is the subject, so no store is read
        CommandLineRun run = user().with("HOOK", "https://hooks.example/x")
                .with("PW", "pw")
                .with("ID", "id")
                .with("KEY", "key")
                .with("SEED", "seed")
                .runs("doctor", "app", "--json");

        assertThat(rows(run))
                .as(run.out() + run.err())
                .filteredOn(row -> row.area().equals("secrecy") && row.message().contains("litedrill.yml"))
                .singleElement()
                .satisfies(row ->
                        assertThat(row.message().contains("holds secrets")).isEqualTo(secret));
    }

    @Test
    void theLitestreamConfigurationWithSecretsIsExaminedToo() throws Exception {
        Path litestream = Files.writeString(folder.resolve("litestream.yml"), """
            access-key-id: AKIA
            secret-access-key: word
            dbs: []
            """);
        configure("litestream: litestream.yml\n");
        mode(folder.resolve("litedrill.yml"), "rw-r--r--");
        mode(litestream, "rw-r-----");

        Row row = only(doctor(), "secrecy", "warning");
        assertThat(row.message()).contains(litestream + " (rw-r----- ", "its owner and its group, and holds secrets");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "token_file: token                                                              | token",
                "metrics_token_file: token # of Prometheus                                      | token",
                "discover: {type: sftp, host: h, user: u, path: /p, key_path: 'token'}           | token",
                "discover: {type: nats, url: 'nats://h/b', creds: token}                         | token",
                "discover: {type: s3, bucket: b, path: p, age: {identity_file: key.txt}}         | key.txt"
            })
    void aFileWithASecretThatOthersCanReadIsAWarning(String line, String name) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "a-token-of-twenty-characters");
        Path key = Files.writeString(
                folder.resolve("key.txt"),
                "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX");
        configure(line + "\n");
        mode(token, "rw-r--r--");
        mode(key, "rw-r--r--");
        mode(folder.resolve("litedrill.yml"), "rw-r--r--");

        Row row = only(user().runs("doctor", "app", "--json"), "secrecy", "warning");
        assertThat(row.message())
                .startsWith(folder.resolve(name) + " (rw-r--r-- ")
                .endsWith("can be read by every user of this machine, and holds a secret");
        assertThat(row.next()).startsWith("chmod 600 " + folder.resolve(name));

        mode(folder.resolve(name), "rw-------");
        assertThat(rows(user().runs("doctor", "app", "--json")))
                .isNotEmpty()
                .noneMatch(each -> each.message().contains("holds a secret"));
    }

    @Test
    void theKeyOfAServiceAccountThatOthersCanReadIsAWarning() throws Exception {
        Path key = Files.writeString(folder.resolve("google.json"), "{}");
        mode(key, "rw-r--r--");
        configure("");

        CommandLineRun run =
                user().with("GOOGLE_APPLICATION_CREDENTIALS", key.toString()).runs("doctor", "--json");

        assertThat(only(run, "secrecy", "warning").message()).startsWith(key + " (rw-r--r-- ");
    }

    @Test
    void anUnsetVariableIsShownInTheAddress() throws Exception {
        Files.writeString(folder.resolve("litestream.yml"), """
            dbs:
              - path: /data/a.db
                replica: {type: s3, bucket: "${BUCKET}", path: app}
              - path: /data/b.db
                replica: {url: "s3://${BUCKET}/app"}
            """);

        CommandLineRun run = user().runs("doctor", "-c", "litestream.yml", "--json");

        assertThat(rows(run))
                .filteredOn(row -> row.verdict().equals("unknown"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.message()).contains("$BUCKET is not set", "(s3://${BUCKET}/app)"));
    }

    @Test
    void aReplicaThatMoreUsersCanReadThanTheDatabaseIsAWarning() throws Exception {
        Path live = Files.writeString(folder.resolve("app.db"), "");
        mode(live, "rw-------");
        mode(replica, "rwxr-xr-x");
        configure("", "path: " + live);

        Row row = only(doctor(), "secrecy", "warning");
        assertThat(row.message()).contains("More users can read the backup than the database");
        assertThat(row.next()).isEqualTo("chmod 700 " + replica);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retention: 12h, snapshot_interval: 1d |    | The interval is longer than the retention",
                "retention: 2d, snapshot_interval: 1d  | 3d | Promised is 3d",
                "retention: 1d, snapshot_interval: 1d  |    | no older state may be left",
                "retention: 4d, snapshot_interval: 1d  | 3d | ''"
            })
    void retentionIsComparedWithTheSnapshotIntervalAndWithThePromise(String writer, String promised, String problem)
            throws Exception {
        Files.writeString(folder.resolve("litedrill.yml"), """
            scratch: scratch
            databases:
              - name: app
                objectives: {rpo: 1d%s}
                replica: {url: 'file://%s', %s}
            """.formatted(
                        promised == null ? "" : ", retention: " + promised, replica, writer));

        CommandLineRun run = doctor();

        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(problem.isEmpty() ? 0 : 1);
        assertThat(rows(run))
                .filteredOn(row -> row.area().equals("retention"))
                .singleElement()
                .satisfies(row -> assertThat(row.message()).contains("restores reach back at least", problem))
                .satisfies(row -> assertThat(row.next().isEmpty()).isEqualTo(problem.isEmpty()));
    }

    /** 0.5 does not read the retention of a replica, and 0.3 reads no other. */
    @ParameterizedTest
    @CsvSource({"ltx/basic, 'retention 1d, snapshot interval 1d'", "wal/basic, 'retention 7d, snapshot interval 1d'"})
    void theRetentionIsThatOfTheVersionThatWritesTheReplica(String golden, String line) throws Exception {
        GoldenReplica.load(golden).copyTo(folder.resolve("own"), Instant.now());
        Files.writeString(folder.resolve("litestream.yml"), """
            dbs:
              - path: %s/app.db
                replica: {type: file, path: %s/own, retention: 168h, snapshot-interval: 24h}
            """.formatted(folder, folder));

        CommandLineRun run = user().runs("doctor", "--json", "-c", "litestream.yml");

        assertThat(rows(run))
                .filteredOn(
                        row -> row.area().equals("retention") && row.message().contains("restores reach back at least"))
                .singleElement()
                .satisfies(row -> assertThat(row.message()).startsWith(line));
    }

    @Test
    void twoLitestreamsForOneDatabaseAreCritical() throws Exception {
        Path live = folder.resolve("app.db");
        configure("", "path: " + live);
        try (Writer writer = Writer.create(live);
                LitestreamProcess one = LitestreamProcess.start(
                        Replicate.toFolder("0.5.17", live, folder.resolve("r1")), folder.resolve("one"))) {
            writer.transfer();
            assertThat(only(doctor(), "writers", "ok").message()).contains("replicates it");
            try (LitestreamProcess two = LitestreamProcess.start(
                    Replicate.toFolder("0.3.13", live, folder.resolve("r2")), folder.resolve("two"))) {
                CommandLineRun run = doctor();

                assertThat(run.code()).isEqualTo(2);
                Row row = only(run, "writers", "critical");
                assertThat(row.message()).startsWith("2 Litestreams replicate " + live);
                assertThat(row.next()).startsWith("stop all but one");
                assertThat(rows(run))
                        .filteredOn(each -> each.area().equals("litestream"))
                        .extracting(Row::message)
                        .anyMatch(message -> message.contains("Litestream 0.5.17: no known bug"))
                        .anyMatch(message -> message.contains("Litestream 0.3.13: its SQLite is older than 3.51.3"));
                assertThat(one.isAlive() && two.isAlive()).isTrue();
            }
        }
    }

    @Test
    void storesThatDoNotAnswerOrRefuseAreUnknownWithANextStep() throws Exception {
        try (S3Server server = S3Server.inMemory()) {
            server.createBucket("there");
            Files.writeString(folder.resolve("litedrill.yml"), """
                databases:
                  - name: wrong-key
                    replica: 's3://there/app?endpoint=%s&region=us-east-1'
                  - name: no-answer
                    replica: 's3://there/app?endpoint=http://127.0.0.1:1&region=us-east-1'
                """.formatted(server.endpoint()));
            CommandLineRun run = user().with("AWS_ACCESS_KEY_ID", server.accessKey())
                    .with("AWS_SECRET_ACCESS_KEY", "wrong")
                    .runs("doctor", "--json");

            assertThat(run.code()).isEqualTo(3);
            assertThat(of(run, "wrong-key", "credentials").verdict()).isEqualTo("unknown");
            assertThat(of(run, "wrong-key", "credentials").next()).isNotEmpty();
            assertThat(of(run, "no-answer", "reachability").verdict()).isEqualTo("unknown");
            assertThat(of(run, "no-answer", "reachability").next()).isNotEmpty();
        }
    }

    @Test
    void theClockOfAStoreThatSendsItIsCompared() throws Exception {
        try (S3Server server = S3Server.inMemory()) {
            server.createBucket("there");
            Files.writeString(
                    folder.resolve("litedrill.yml"),
                    "databases: [{name: app, replica: 's3://there/app?endpoint=" + server.endpoint()
                            + "&region=us-east-1'}]\n");
            CommandLineRun run = user().with("AWS_ACCESS_KEY_ID", server.accessKey())
                    .with("AWS_SECRET_ACCESS_KEY", server.secretKey())
                    .runs("doctor", "--json");

            assertThat(run.code()).isEqualTo(2);
            assertThat(of(run, "app", "clock").message()).contains("the store's clock and this machine's differ by");
            assertThat(of(run, "app", "backup").message()).startsWith("prefix-empty: ");
        }
    }

    @Test
    void aScratchFolderThatCannotBeWrittenIsUnknown() throws Exception {
        Files.writeString(folder.resolve("scratch"), "a file");
        configure("");

        CommandLineRun run = doctor();

        assertThat(run.code()).isEqualTo(3);
        assertThat(only(run, "permissions", "unknown").message()).contains("scratch cannot be written");
    }

    @Test
    void printsALineForEachAreaAndASummary() throws Exception {
        configure("");

        CommandLineRun run = user().runs("doctor");

        assertThat(run.out())
                .contains("this machine\tok\tconfiguration\t")
                .contains("app (file)\tok\treachability\t")
                .containsPattern("\\d+ examined, 0 problems\n");
    }

    private CommandLineRun doctor() {
        return user().runs("doctor", "--json");
    }

    private CommandLineRun.User user() {
        return new CommandLineRun.User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString());
    }

    private void configure(String server, String... settings) throws IOException {
        StringBuilder yaml = new StringBuilder(server + "scratch: " + folder.resolve("scratch")
                + "\ndatabases:\n  - name: app\n    replica: {url: 'file://" + replica
                + "', retention: 4d, snapshot_interval: 1d}\n");
        for (String line : settings) {
            yaml.append("    ").append(line).append('\n');
        }
        if (settings.length == 0) {
            yaml.append("    objectives: {rpo: 1d}\n");
        }
        mode(Files.writeString(folder.resolve("litedrill.yml"), yaml), "rw-------");
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static List<Row> rows(CommandLineRun run) {
        return run.json().valueStream().map(Row::of).toList();
    }

    private static Row only(CommandLineRun run, String area, String verdict) {
        assertThat(rows(run))
                .as(run.out() + run.err())
                .anyMatch(row -> row.area().equals(area) && row.verdict().equals(verdict));
        return rows(run).stream()
                .filter(row -> row.area().equals(area) && row.verdict().equals(verdict))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static Row of(CommandLineRun run, String database, String area) {
        return rows(run).stream()
                .filter(row -> row.subject().equals(database) && row.area().equals(area))
                .findFirst()
                .orElseThrow(() -> new AssertionError(database + " " + area + ": " + run.out() + run.err()));
    }
}
