package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.litestream.Dump;
import io.litedrill.litestream.GoldenManifest.Kind;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The start script of a container, run by /bin/sh, with the launcher and the packaged jar: it starts the application
 * only after a restore.
 */
class ContainerStartIT {
    private static final String REQUIRED = "DATABASE RESTORE REQUIRED";
    private static final String RESTORED = "Database successfully restored and verified";
    private static final String NONE = "WARNING: No backup found or restore failed";

    /** The start script as one command, and as two for scripts that run more commands between them. */
    private static final String ONE_COMMAND = "exec \"$LITEDRILL\" ensure app \"$@\" -- ./application --port 8080\n";

    private static final String TWO_COMMANDS = "\"$LITEDRILL\" ensure app \"$@\" >&2\nexec ./application --port 8080\n";

    @TempDir
    Path folder;

    private Path data;
    private Path replica;

    @BeforeEach
    void makeTheContainer() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        replica = Files.createDirectory(folder.resolve("backups")).resolve("app");
        configured("file://" + replica);
        script("application", """
            trap 'exit 7' TERM
            [ ! -e data/app.db ] || cp data/app.db seen.db
            echo "$$ $*" > started.tmp
            mv started.tmp started
            while :; do sleep 0.02; done
            """);
    }

    private void configured(String url) throws IOException {
        Files.writeString(
                folder.resolve("litedrill.yml"),
                "databases: [{name: app, path: '" + data.resolve("app.db") + "', replica: '" + url + "'}]\n");
    }

    private Path script(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\nset -eu\n" + text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private void backedUp() throws IOException {
        GoldenReplica.load("wal/basic").copyTo(replica, Instant.now().minusSeconds(60));
    }

    private LauncherRun start(String script, String... options) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", script("start", script).toString()));
        command.addAll(List.of(options));
        Map<String, String> environment = Map.of(
                "LITEDRILL", Path.of("litedrill").toAbsolutePath().toString(),
                "LITEDRILL_JAR",
                        Path.of("target/litedrill.jar").toAbsolutePath().toString(),
                "LITEDRILL_JAVA_OPTS", "-XX:TieredStopAtLevel=1",
                "LITEDRILL_HOME", folder.resolve("home").toString(),
                "AWS_ACCESS_KEY_ID", "somebody",
                "AWS_SECRET_ACCESS_KEY", "something",
                "JAVA_HOME", System.getProperty("java.home"));
        return LauncherRun.start(folder, environment, command);
    }

    /** Asserts that the application replaced the script's process, and receives the signals of a supervisor. */
    private void assertApplicationRuns(LauncherRun run) throws Exception {
        assertThat(run.awaitText(folder.resolve("started")).strip())
                .as(run.err())
                .isEqualTo(run.pid() + " --port 8080");
        run.signal("TERM");
        assertThat(run.awaitExit()).isEqualTo(7);
        Files.delete(folder.resolve("started"));
    }

    private void assertApplicationNeverRan(LauncherRun run, int code) throws Exception {
        assertThat(run.awaitExit()).as(run.err()).isEqualTo(code);
        assertThat(folder.resolve("started")).doesNotExist();
        assertThat(data).isEmptyDirectory();
    }

    private void assertApplicationSawTheNewestState() throws Exception {
        assertThat(Dump.sha256(folder.resolve("seen.db")))
                .isEqualTo(GoldenReplica.load("wal/basic").expected(Kind.NEWEST).dumpSha256());
    }

    @ParameterizedTest
    @ValueSource(strings = {ONE_COMMAND, TWO_COMMANDS})
    void aColdStartWithAReplicaStartsOnTheNewestState(String script) throws Exception {
        backedUp();
        try (LauncherRun run = start(script, "--if-replica-exists")) {
            assertApplicationRuns(run);
            assertThat(run.err()).containsSubsequence(REQUIRED, RESTORED).doesNotContain(NONE);
        }
        assertApplicationSawTheNewestState();
    }

    @Test
    void aSoundDatabaseIsLeftAlone() throws Exception {
        backedUp();
        Path database = data.resolve("app.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE mine(a)");
        }
        byte[] before = Files.readAllBytes(database);
        try (LauncherRun run = start(ONE_COMMAND, "--if-replica-exists")) {
            assertApplicationRuns(run);
            assertThat(run.err()).contains("sound").doesNotContain(REQUIRED, RESTORED, NONE);
        }
        assertThat(database).hasBinaryContent(before);
    }

    @Test
    void whatTheLastContainerLeftCorruptIsReplaced() throws Exception {
        backedUp();
        Files.writeString(data.resolve("app.db"), "SQLite format 3\0 and then nothing of the kind\n".repeat(300));
        try (LauncherRun run = start(ONE_COMMAND)) {
            assertApplicationRuns(run);
            assertThat(run.err()).containsSubsequence(REQUIRED, RESTORED);
        }
        assertApplicationSawTheNewestState();
        assertThat(data.toFile().list()).anyMatch(name -> name.startsWith("app.db.corrupted."));
    }

    @Test
    void aFirstStartWithoutAReplicaNeedsAnOption() throws Exception {
        try (LauncherRun run = start(TWO_COMMANDS)) {
            assertApplicationNeverRan(run, 2);
            assertThat(run.err()).contains(REQUIRED, NONE, "file://" + replica, "--if-replica-exists");
        }
        try (LauncherRun run = start(ONE_COMMAND, "--if-replica-exists")) {
            assertApplicationNeverRan(run, 4);
            assertThat(run.err()).contains("no volume is mounted there", "--accept-first-start");
        }
        try (LauncherRun run = start(ONE_COMMAND, "--if-replica-exists", "--accept-first-start")) {
            assertApplicationRuns(run);
            assertThat(run.err()).contains("file://" + replica, "first start").doesNotContain(NONE, RESTORED);
        }
        assertThat(folder.resolve("seen.db")).doesNotExist();
    }

    /** The folder is not mounted, or the server does not exist. */
    @Test
    void withTheStoreDownNothingStarts() throws Exception {
        storeIsDown("file:///no/such/mount/app", TWO_COMMANDS);
        storeIsDown("s3://backups/app?endpoint=http://127.0.0.1:" + ServerProcess.freePort(), ONE_COMMAND);
    }

    private void storeIsDown(String url, String script) throws Exception {
        configured(url);
        try (LauncherRun run = start(script, "--if-replica-exists")) {
            assertApplicationNeverRan(run, 3);
            assertThat(run.err())
                    .contains(REQUIRED, NONE, "Whether there is a backup is not known")
                    .doesNotContain("first start", "no backup found under");
        }
    }

    /** The supervisor ends the start early: no partial restore remains, and the next start does everything. */
    @Test
    void stoppedInTheMiddleItStartsNothing() throws Exception {
        backedUp();
        Files.writeString(
                folder.resolve("litedrill.yml"),
                Files.readString(folder.resolve("litedrill.yml")) + "verify: {assertions: [{name: endless, sql: '"
                        + Samples.ENDLESS + "', expect: '> 0'}]}\n");
        try (LauncherRun run = start(ONE_COMMAND)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(data.resolve(".app.db.litedrill-new/database")));
            run.signal("TERM");
            assertThat(run.awaitExit()).isEqualTo(143);
        }
        assertThat(folder.resolve("started")).doesNotExist();
        assertThat(data.resolve("app.db")).doesNotExist();

        configured("file://" + replica);
        try (LauncherRun run = start(ONE_COMMAND)) {
            assertApplicationRuns(run);
        }
        assertThat(data.toFile().list()).containsExactly("app.db");
    }
}
