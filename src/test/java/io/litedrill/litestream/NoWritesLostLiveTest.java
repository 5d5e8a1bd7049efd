package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.WalMemory;
import io.litedrill.history.History;
import io.litedrill.history.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a Litestream that loses nothing does to the WAL is not reported as lost writes. */
class NoWritesLostLiveTest {
    @TempDir
    Path folder;

    /** Litestream's own checkpoints restart the WAL all the time, and its retention of level 0 deletes what names a WAL. */
    @ParameterizedTest
    @CsvSource({"0.3.13, 512", "0.3.13, 4096", "0.5.17, 512", "0.5.17, 4096"})
    void checkpointsOfARunningLitestreamAreNoLoss(String version, int pageSize) throws Exception {
        Path database = folder.resolve("app.db");
        Path replica = folder.resolve("replica");
        Replicate replicate =
                Replicate.toFolder(version, database, replica).withDatabase("min-checkpoint-page-count: 30");
        try (History history = History.open(folder.resolve("home"), Retention.DEFAULT, InstantSource.system());
                Writer writer = Writer.create(database, pageSize, 20)) {
            WatchedReplica watched = WatchedReplica.inFolder(replica, database, folder.resolve("work"))
                    .remembering(history);
            Set<Object> wals = new HashSet<>();
            for (int start = 1; start <= 2; start++) {
                try (LitestreamProcess litestream =
                        LitestreamProcess.start(replicate, folder.resolve("litestream-" + start))) {
                    Writer.Running running = writer.start(Duration.ofMillis(5));
                    assertNoLoss(watched, history, wals, Duration.ofSeconds(5));
                    running.stop();
                    assertNoLoss(watched, history, wals, Duration.ofSeconds(1));
                    litestream.end();
                }
                writer.transfer();
                assertNoLoss(watched, history, wals, Duration.ofMillis(100));
            }
            System.out.printf("%s, pages of %d: %d WALs seen%n", version, pageSize, wals.size());
            assertThat(wals).hasSizeGreaterThan(2);
        }
    }

    private static void assertNoLoss(WatchedReplica watched, History history, Set<Object> wals, Duration time) {
        await().during(time)
                .atMost(time.plusSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    assertThat(watched.check().findings())
                            .extracting(Finding::code)
                            .doesNotContain(FindingCode.WRITES_LOST);
                    history.wal(watched.watched().id())
                            .flatMap(WalMemory::replicated)
                            .ifPresent(newest -> wals.add(newest.salts()));
                });
    }
}
