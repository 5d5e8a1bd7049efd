package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.storage.StorageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Counts how often a restore lists the whole replica: each listing of 100,000 files takes 100 requests to a store.
 */
class RestoreListingsTest {
    private static final String BEFORE = "restore: {before: [/bin/true]}\n";
    private static final String NO_HOOK = "";

    @TempDir
    Path folder;

    private final Listings listings = new Listings();
    private Path live;

    /** Counts the requests for listings. */
    private static final class Listings implements StorageListener {
        private final AtomicInteger requests = new AtomicInteger();

        @Override
        public void request(Operation operation, boolean successful) {
            if (operation == Operation.LIST) {
                requests.incrementAndGet();
            }
        }

        @Override
        public void read(long bytes) {}
    }

    @BeforeEach
    void makeAFolderForTheDatabase() throws IOException {
        live = Files.createDirectory(folder.resolve("live")).resolve("app.db");
        Files.createDirectory(folder.resolve("restored"));
    }

    private void configured(String golden, String more) throws IOException {
        GoldenReplica.load(golden).copyTo(folder.resolve("r/app"), Instant.now().minus(Duration.ofMinutes(2)));
        Files.writeString(folder.resolve("litedrill.yml"), """
                listen: 127.0.0.1:0
                home: home
                restore_folder: restored
                tokens: [{name: oncall, role: restorer, token: a-token-for-tests}]
                check: {interval: 24h}
                drill: {cron: '0 0 29 2 *'}
                databases: [{name: app, path: 'BASE/live/app.db', replica: 'file://BASE/r/app'}]
                """.replace("BASE", folder.toString()) + more);
    }

    private User user() {
        return new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .reporting(listings);
    }

    /** Returns how many full listings a command makes. The command {@code window} makes one. */
    private double ofCommand(String... args) {
        return listed(() -> {
                    CommandLineRun run = user().runs(args);
                    assertThat(run.code()).as(run.out() + run.err()).isZero();
                })
                / (double) one();
    }

    private int one() {
        return listed(() -> assertThat(user().runs("window", "app").code()).isZero());
    }

    private int listed(Runnable work) {
        int before = listings.requests.get();
        work.run();
        return listings.requests.get() - before;
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal/basic", "ltx/basic"})
    void aRestoreInPlaceListsTwice(String golden) throws IOException {
        configured(golden, NO_HOOK);
        assertThat(ofCommand("restore", "app", "--in-place", "--yes")).isLessThanOrEqualTo(2);
        assertThat(live).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal/basic", "ltx/basic"})
    void withACommandBeforeItListsAtMostThreeTimes(String golden) throws IOException {
        configured(golden, BEFORE);
        assertThat(ofCommand("restore", "app", "--in-place", "--yes")).isLessThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal/basic", "ltx/basic"})
    void ensureListsTwice(String golden) throws IOException {
        configured(golden, NO_HOOK);
        assertThat(ofCommand("ensure", "app")).isLessThanOrEqualTo(2);
        assertThat(live).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal/basic", "ltx/basic"})
    void aRestoreToAFileListsOnce(String golden) throws IOException {
        configured(golden, NO_HOOK);
        assertThat(ofCommand("restore", "app", "-o", "new.db")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wal/basic | {\"target\":\"live\"}                       |                                | 2",
                "ltx/basic | {\"target\":\"live\"}                       |                                | 2",
                "wal/basic | {\"target\":\"live\"}                       | restore: {before: [/bin/true]} | 3",
                "wal/basic | {\"target\":\"file\",\"output\":\"new.db\"} |                                | 1",
                "ltx/basic | {\"target\":\"file\",\"output\":\"new.db\"} |                                | 1"
            })
    void aRestoreOverHttpListsAsOften(String golden, String body, String more, int most) throws Exception {
        configured(golden, more == null ? NO_HOOK : more + "\n");
        int one = one();
        try (RunningDaemon daemon = RunningDaemon.of(folder, listings)) {
            await().until(() ->
                    daemon.http().get("/api/v1/databases/app/checks").body().contains("\"verdict\""));
            RestoresOverHttp restores = new RestoresOverHttp(daemon.http(), "app");
            int requests = listed(() -> {
                String started = restores.ask(body).body();
                String id = JsonObject.parse(started).text("id").orElseThrow();
                assertThat(restores.awaitResult(id).text("outcome")).contains("restored");
            });
            assertThat(requests / (double) one).isLessThanOrEqualTo(most);
        }
    }
}
