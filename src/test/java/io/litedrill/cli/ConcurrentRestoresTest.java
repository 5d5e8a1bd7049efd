package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.ReplicaId;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.Dump;
import io.litedrill.litestream.GoldenManifest.Kind;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.storage.FaultInjectingStore;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.StorageListener;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Concurrent restores of one database by two daemons, each with its own home, and a command line. */
class ConcurrentRestoresTest {
    private static final int ROUNDS = 4;
    private static final ReplicaId APP = new ReplicaId("app", "file");
    private static final String IN_THE_MIDDLE = "r/generations/4200f3209d3a15a2/wal/00000000_00014200.wal.lz4";

    @TempDir
    Path folder;

    private Path live;

    @BeforeEach
    void copyTheReplica() throws Exception {
        GoldenReplica.load("wal/basic")
                .copyTo(folder.resolve("r"), Instant.now().minusSeconds(60));
        live = Files.createDirectory(folder.resolve("live")).resolve("app.db");
    }

    /** Returns a folder with its own configuration and home. */
    private Path configured(String name) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        Files.writeString(own.resolve("litedrill.yml"), """
            listen: 127.0.0.1:0
            home: home
            token: a-token-for-tests
            check: {interval: 1s}
            databases: [{name: app, path: 'BASE/live/app.db', replica: 'file://BASE/r'}]
            """.replace("BASE", folder.toString()));
        return own;
    }

    private CommandLineRun.User user() throws IOException {
        return new CommandLineRun.User(configured("user"));
    }

    private void assertSound() throws Exception {
        assertThat(Dump.sha256(live))
                .isEqualTo(GoldenReplica.load("wal/basic").expected(Kind.NEWEST).dumpSha256());
        assertThat(beside()).noneMatch(name -> name.startsWith(".app.db"));
    }

    private List<String> beside() {
        return List.of(live.resolveSibling(".").toFile().list());
    }

    /** No restore is forced: one that starts after the first finished finds a sound database. */
    @Test
    void ofThreeAtOnceOneWinsAndTheOthersAreRefused() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        CommandLineRun.User user = user();
        try (KilledDaemon one = KilledDaemon.start(configured("one"));
                KilledDaemon two = KilledDaemon.start(configured("two"))) {
            for (int round = 1; round <= ROUNDS; round++) {
                Files.writeString(live, "no database at all\n".repeat(400));
                CyclicBarrier together = new CyclicBarrier(3);
                List<Future<String>> outcomes = threads.invokeAll(List.of(
                        at(together, () -> outcome(new RestoresOverHttp(one.http(), "app"))),
                        at(together, () -> outcome(new RestoresOverHttp(two.http(), "app"))),
                        at(together, () -> outcome(user.runs("restore", "app", "--in-place", "--yes", "--json")))));

                assertThat(List.of(
                                outcomes.get(0).get(),
                                outcomes.get(1).get(),
                                outcomes.get(2).get()))
                        .containsExactlyInAnyOrder("restored", "refused", "refused");
                assertSound();
                assertThat(beside())
                        .filteredOn(name -> name.startsWith("app.db.corrupted."))
                        .hasSize(round);
            }
        } finally {
            threads.shutdown();
        }
    }

    private static Callable<String> at(CyclicBarrier together, Callable<String> work) {
        return () -> {
            together.await();
            return work.call();
        };
    }

    private static String outcome(RestoresOverHttp restores) {
        HttpResponse<String> response = restores.ask(RestoresOverHttp.live());
        if (response.statusCode() == 409) {
            return "refused";
        }
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        String id = JsonObject.parse(response.body()).text("id").orElseThrow();
        return restores.awaitResult(id).text("outcome").orElseThrow();
    }

    private static String outcome(CommandLineRun run) {
        assertThat(run.code()).as(run.out() + run.err()).isIn(0, 4);
        assertThat(run.code() == 0)
                .isEqualTo(run.object().text("outcome").orElseThrow().equals("restored"));
        return run.object().text("outcome").orElseThrow();
    }

    /** A restore that waits for its store is neither overtaken nor settled by others, even with force. */
    @Test
    void onlyOneRunsAtATime() throws Exception {
        Files.writeString(live, "no database at all\n".repeat(400));
        try (FaultInjectingStore store = new FaultInjectingStore(new FileObjectStore(folder, StorageListener.NONE));
                RunningDaemon first = RunningDaemon.below(
                        folder.resolve("first"),
                        Samples.database("app", Optional.of(live), Samples.in(store, "r", APP)))) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> first.results().latestDrill(APP).isPresent());
            RestoresOverHttp winner = new RestoresOverHttp(first.http(), "app");
            store.stall(IN_THE_MIDDLE);
            String id = winner.order();
            assertThat(store.awaitStalled(IN_THE_MIDDLE)).isTrue();

            try (KilledDaemon second = KilledDaemon.start(configured("second"))) {
                RestoresOverHttp other = new RestoresOverHttp(second.http(), "app");
                JsonObject refused = other.awaitResult(other.order("\"force\":true"));
                assertThat(refused.text("outcome")).contains("refused");
                assertThat(refused.text("reason").orElseThrow()).contains("another restore of it is running");
                for (List<String> command : List.of(
                        List.of("restore", "app", "--in-place", "--yes", "--force"), List.of("ensure", "app"))) {
                    CommandLineRun run = user().runs(command.toArray(String[]::new));
                    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(4);
                    assertThat(run.out()).contains("another restore of it is running");
                }
            }
            assertThat(live).hasContent("no database at all\n".repeat(400));
            store.release(IN_THE_MIDDLE);
            assertThat(winner.awaitResult(id).text("outcome")).contains("restored");
        }
        assertSound();
        try (Stream<Path> asides = Files.list(live.resolveSibling("."))) {
            assertThat(asides.map(path -> path.getFileName().toString()).filter(name -> name.contains("corrupted")))
                    .hasSize(1);
        }
    }
}
