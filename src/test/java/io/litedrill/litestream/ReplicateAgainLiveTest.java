package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.replica.Point;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQLite writes to a database that Litedrill restored, and Litestream replicates it. */
class ReplicateAgainLiveTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void litestreamReplicatesARestoredDatabaseOnwards(String version) throws Exception {
        Path first = folder.resolve("app.db");
        WatchedReplica watched = WatchedReplica.inFolder(folder.resolve("replica"), first, folder.resolve("work"));
        try (Writer writer = Writer.create(first);
                LitestreamProcess litestream = LitestreamProcess.start(
                        Replicate.toFolder(version, first, folder.resolve("replica")), folder.resolve("first"))) {
            for (int i = 0; i < 30; i++) {
                writer.transfer();
            }
            awaitDrillOf(watched, 30);
            litestream.end();
        }
        Path restored = Comparison.restored(watched.restore(new Point.Newest()));

        WatchedReplica again = WatchedReplica.inFolder(folder.resolve("replica-2"), restored, folder.resolve("work-2"));
        try (Writer writer = Writer.open(restored);
                LitestreamProcess litestream = LitestreamProcess.start(
                        Replicate.toFolder(version, restored, folder.resolve("replica-2")), folder.resolve("second"))) {
            assertThat(writer.userVersion()).isEqualTo(30);
            for (int i = 0; i < 30; i++) {
                writer.transfer();
            }
            awaitDrillOf(again, 60);
            litestream.end();
            Path copy = Comparison.restored(again.restore(new Point.Newest()));
            assertThat(Dump.sha256(copy)).isEqualTo(writer.dumpSha256());
        }
    }

    private static void awaitDrillOf(WatchedReplica watched, long userVersion) {
        await().atMost(LitestreamProcess.PATIENCE).untilAsserted(() -> {
            DrillResult drill = watched.drill();
            assertThat(drill.outcome()).as("%s", drill.findings()).isEqualTo(Outcome.PASSED);
            assertThat(drill.restored().orElseThrow().userVersion()).hasValue(userVersion);
        });
    }
}
