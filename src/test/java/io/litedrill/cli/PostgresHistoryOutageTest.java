package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.ReplicaId;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.Postgres;
import io.litedrill.history.PostgresHistory;
import io.litedrill.history.PostgresSettings;
import io.litedrill.history.Retention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands with {@code history.url}, while its server is up and while it is down. */
class PostgresHistoryOutageTest {
    private static final ReplicaId SHOP = new ReplicaId("shop", "file");

    @TempDir
    Path folder;

    private Postgres postgres;
    private PostgresSettings settings;

    @BeforeEach
    void start() throws Exception {
        Samples.sound(SHOP, folder);
        postgres = Postgres.start(folder);
        settings = postgres.schema();
    }

    @AfterEach
    void stop() throws Exception {
        postgres.close();
    }

    private CommandLineRun run(String... arguments) throws Exception {
        return new CommandLineRun.User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .configured("history: {url: '" + settings.url() + "&password=hunter2'}\n"
                        + "databases: [{name: shop, replica: 'file://" + folder.resolve("shop-file") + "'}]\n")
                .runs(arguments);
    }

    @Test
    void commandsStoreTheirResultsThere() throws Exception {
        assertThat(run("drill", "shop").code()).isZero();
        assertThat(run("check", "shop").code()).isZero();

        try (HistoryStore store = PostgresHistory.open(settings, Retention.DEFAULT, InstantSource.system())) {
            assertThat(store.lastTimes(SHOP).passedDrill()).isPresent();
            assertThat(store.lastTimes(SHOP).check()).isPresent();
        }
        assertThat(folder.resolve("home/history.db")).doesNotExist();
        CommandLineRun export = run("history", "export");
        assertThat(export.out()).contains("\"table\":\"drills\"").doesNotContain("hunter2");
        Path file = Files.writeString(folder.resolve("export.jsonl"), export.out());
        CommandLineRun imported = run("history", "import", file.toString());
        assertThat(imported.code()).as(imported.err()).isZero();
        assertThat(imported.out()).startsWith("0 rows added, ");
        Path missing = folder.resolve("none");
        CommandLineRun refused = run("history", "import", missing.toString());
        assertThat(refused.code()).isEqualTo(64);
        assertThat(refused.err()).containsOnlyOnce(missing + ": there is no such file");
    }

    @Test
    void aCheckReportsThatTheServerIsDownAndKeepsItsVerdict() throws Exception {
        postgres.stop();

        CommandLineRun check = run("check", "shop", "--json");
        assertThat(check.code()).as(check.err()).isZero();
        assertThat(check.out()).contains("\"code\": \"history-unavailable\"", "\"severity\": \"note\"");
    }

    @Test
    void aRestoreWorksWhileTheServerIsDown() throws Exception {
        postgres.stop();

        CommandLineRun restore =
                run("restore", "shop", "-o", folder.resolve("out.db").toString());
        assertThat(restore.code()).as(restore.err()).isZero();
        assertThat(folder.resolve("out.db")).isNotEmptyFile();
        assertThat(restore.err()).doesNotContain("hunter2");
    }
}
