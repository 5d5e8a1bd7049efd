package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.format.AgeBuilder;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.StorageListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real Litestream 0.3.13 encrypts with age: Litedrill restores the same bytes. */
class EncryptedLiveTest {
    private static final String VERSION = "0.3.13";

    @TempDir
    Path folder;

    private final AgeBuilder.Key key = AgeBuilder.key();

    @Test
    void restoresWhatLitestreamRestores() throws Exception {
        Path database = folder.resolve("app.db");
        Path replica = folder.resolve("replica");
        Replicate replicate = Replicate.toFolder(VERSION, database, replica)
                .withDatabase("min-checkpoint-page-count: 60")
                .withReplica("age:", "  identities: [" + key.secret() + "]", "  recipients: [" + key.recipient() + "]");
        Replica inFolder = new Replica(new FileObjectStore(folder, StorageListener.NONE), "replica");
        WatchedReplica watched = WatchedReplica.of(inFolder.with(key.identities()), database, folder.resolve("work"));
        // enough accounts for a snapshot of several chunks of 64 KiB
        try (Writer writer = Writer.create(database, 4096, 30_000);
                LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("litestream"))) {
            Writer.Running running = writer.start(Duration.ofMillis(10));
            await().atMost(LitestreamProcess.PATIENCE)
                    .until(() -> watched.points().size() > 8);
            running.stop();
            // 0.3.13 that ends during an upload may write one file twice at the same time, and damage it
            await().atMost(LitestreamProcess.PATIENCE)
                    .until(() -> watched.check().seen().lag().equals(Optional.of(Duration.ZERO)));
            litestream.end();
            assertEverythingIsEncrypted(replica);

            DrillResult drill = watched.drill();
            assertThat(drill.outcome()).as("%s", drill.findings()).isEqualTo(Outcome.PASSED);
            assertSameAsLitestream(watched, folder.resolve("litestream/litestream.yml"), database);
            WatchedReplica stranger = WatchedReplica.of(
                    inFolder.with(AgeBuilder.key().identities()), database, folder.resolve("stranger"));
            assertThat(stranger.drill().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        }
    }

    private static void assertEverythingIsEncrypted(Path replica) throws Exception {
        long largest = 0;
        for (Path file : GoldenFiles.relativeFiles(replica)) {
            byte[] bytes = Files.readAllBytes(replica.resolve(file));
            assertThat(new String(bytes, 0, 21, StandardCharsets.US_ASCII)).isEqualTo("age-encryption.org/v1");
            largest = Math.max(largest, bytes.length);
        }
        assertThat(largest).as("more than one chunk").isGreaterThan(1 << 16);
    }

    private void assertSameAsLitestream(WatchedReplica watched, Path config, Path database) throws Exception {
        List<RecoveryPoint> points = Comparison.sample(watched.points(), 6, new Random(1));
        for (RecoveryPoint point : points) {
            Path ours = Comparison.restored(watched.restore(new Point.AtPosition(point.position())));
            Path theirs = ours.resolveSibling("litestream-" + ours.getFileName());
            LitestreamRestore restore = LitestreamRestore.run(
                    VERSION,
                    List.of(
                            "-config",
                            config.toString(),
                            "-timestamp",
                            point.time().toString(),
                            "-o",
                            theirs.toString(),
                            database.toString()),
                    Map.of());
            assertThat(restore.exitCode()).as(restore.output()).isZero();
            assertThat(Files.mismatch(ours, theirs)).as("%s", point).isEqualTo(-1);
            assertThat(Ledger.read(ours).isSound()).isTrue();
        }
    }
}
