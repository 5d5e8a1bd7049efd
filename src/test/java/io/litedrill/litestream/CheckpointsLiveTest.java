package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.WalPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Difficult conditions for a replica: checkpoints, transactions that spill, VACUUM, restarts, snapshots during
 * writes.
 */
class CheckpointsLiveTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final List<String> BIG = List.of("BEGIN IMMEDIATE", """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
        INSERT INTO note(body, data) SELECT 'big', randomblob(100000) FROM n\
        """);

    @TempDir
    Path folder;

    private Path database;
    private Path replica;
    private WatchedReplica watched;

    @BeforeEach
    void watchAFolder() throws IOException {
        database = folder.resolve("app.db");
        replica = folder.resolve("replica");
        watched = WatchedReplica.inFolder(replica, database, folder.resolve("work"));
    }

    private Replicate replicate(String version) {
        return Replicate.toFolder(version, database, replica).withDatabase("min-checkpoint-page-count: 100");
    }

    @ParameterizedTest
    @CsvSource({"0.3.13, 512", "0.3.13, 4096", "0.3.13, 65536", "0.5.17, 512", "0.5.17, 4096", "0.5.17, 65536"})
    void checkpointsBigTransactionsAndVacuumLeaveEveryPointSound(String version, int pageSize) throws Exception {
        Random random = new Random(pageSize);
        Replicate replicate = replicate(version);
        try (Writer writer = Writer.create(database, pageSize, 20);
                LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("litestream"))) {
            awaitDrillOf(writer);
            writer.execute(List.of("PRAGMA busy_timeout = 100", "PRAGMA cache_size = 20"));
            for (String checkpoint : List.of("PASSIVE", "RESTART", "TRUNCATE")) {
                transfers(writer, 20);
                awaitDrillOf(writer);
                writer.execute(List.of("PRAGMA wal_checkpoint(" + checkpoint + ")"));
            }
            writer.execute(BIG);
            writer.execute(List.of("COMMIT"));
            transfers(writer, 5);
            // Litestream 0.3 writes after its own checkpoint, and replicates nothing while a transaction blocks that
            // write
            awaitDrillOf(writer);
            writer.execute(BIG);
            awaitDrillOf(writer);
            writer.execute(List.of("ROLLBACK"));
            transfers(writer, 5);
            writer.execute(List.of("DELETE FROM note WHERE body = 'big'", "VACUUM"));
            transfers(writer, 5);
            awaitDrillOf(writer);
            litestream.end();

            int compared = new Comparison(version, watched, replica).compare(6, random);
            Path newest = Comparison.restored(watched.restore(new Point.Newest()));
            assertThat(Dump.sha256(newest)).isEqualTo(writer.dumpSha256());
            System.out.printf(
                    "%s, pages of %d: %d of %d points compared, restored %d bytes%n",
                    version, pageSize, compared, watched.points().size(), Files.size(newest));
        }
    }

    private static void transfers(Writer writer, int count) throws SQLException {
        for (int i = 0; i < count; i++) {
            writer.transfer();
        }
    }

    private void awaitDrillOf(Writer writer) {
        await("a drill of the newest state").atMost(LitestreamProcess.PATIENCE).untilAsserted(() -> {
            DrillResult drill = watched.drill();
            assertThat(drill.outcome()).as("%s", drill.findings()).isEqualTo(Outcome.PASSED);
            assertThat(drill.restored().orElseThrow().userVersion()).hasValue(writer.userVersion());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void aRestartAfterMissedCheckpointsLeavesBothSidesRestorable(String version) throws Exception {
        Random random = new Random(1);
        Replicate replicate = replicate(version);
        try (Writer writer = Writer.create(database)) {
            for (int start = 1; start <= 3; start++) {
                try (LitestreamProcess litestream =
                        LitestreamProcess.start(replicate, folder.resolve("litestream-" + start))) {
                    Writer.Running running = writer.start(Duration.ofMillis(10));
                    int enough = writer.commits().size() + 60;
                    await().atMost(SOON).until(() -> writer.commits().size() >= enough);
                    running.stop();
                    awaitDrillOf(writer);
                    litestream.end();
                }
                transfers(writer, 10);
                writer.execute(List.of("PRAGMA wal_checkpoint(TRUNCATE)"));
                transfers(writer, 10);
            }
            List<RecoveryPoint> points = watched.points();
            long generations = points.stream()
                    .map(RecoveryPoint::position)
                    .filter(WalPosition.class::isInstance)
                    .map(position -> ((WalPosition) position).generation())
                    .distinct()
                    .count();
            assertThat(generations).isEqualTo(version.startsWith("0.3") ? 3 : 0);
            int compared = new Comparison(version, watched, replica).compare(12, random);
            // compared with an idle live database, the writes after the last stop would correctly be a difference
            WatchedReplica blind =
                    WatchedReplica.inFolder(replica, folder.resolve("unseen.db"), folder.resolve("blind"));
            assertThat(blind.drill().outcome()).isEqualTo(Outcome.PASSED);
            System.out.printf("%s: %d of %d points over three starts%n", version, compared, points.size());
        }
    }

    /**
     * For the time of a snapshot taken during writes, real Litestream restores a state that never existed; Litedrill
     * never does.
     */
    @Test
    void noTornPointIsEverRestored() throws Exception {
        Replicate replicate =
                replicate("0.3.13").withReplica("snapshot-interval: 500ms", "retention-check-interval: 200ms");
        int torn = 0;
        int refused = 0;
        int snapshots = 0;
        try (Writer writer = Writer.create(database, 4096, 3000);
                LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("litestream"))) {
            Writer.Running running = writer.start(Duration.ofMillis(5));
            await().atMost(SOON).ignoreExceptions().until(() -> snapshots().size() >= 8);
            running.stop();
            litestream.end();
            for (Path snapshot : snapshots()) {
                Instant time = Files.getLastModifiedTime(snapshot).toInstant();
                snapshots++;
                torn += isTornForLitestream(time) ? 1 : 0;
                refused += isRefusedOrSound(time) ? 1 : 0;
            }
            assertNeighboursAreSound();
        }
        System.out.printf("of %d snapshots %d are torn for Litestream, %d refused%n", snapshots, torn, refused);
    }

    private List<Path> snapshots() throws IOException {
        try (Stream<Path> files = Files.walk(replica)) {
            return files.filter(path -> path.toString().endsWith(".snapshot.lz4"))
                    .sorted()
                    .toList();
        }
    }

    private boolean isTornForLitestream(Instant time) throws Exception {
        Path output = folder.resolve("torn.db");
        LitestreamRestore restore =
                LitestreamRestore.run("0.3.13", output, replica, List.of("-timestamp", time.toString()));
        boolean sound = restore.exitCode() == 0 && Ledger.read(output).isSound();
        Files.deleteIfExists(output);
        return !sound;
    }

    /** Returns whether a restore is refused; otherwise the restored state must be sound. */
    private boolean isRefusedOrSound(Instant time) throws Exception {
        RestoreReport report = watched.restore(new Point.AtTime(time));
        if (report.word() == OutcomeWord.REFUSED) {
            return true;
        }
        Path output = Comparison.restored(report);
        assertThat(Ledger.read(output).isSound()).as("%s", report).isTrue();
        Files.delete(output);
        return false;
    }

    /** Asserts that the recovery points just before and just after each snapshot are sound. */
    private void assertNeighboursAreSound() throws Exception {
        List<RecoveryPoint> points = watched.points();
        for (Path snapshot : snapshots()) {
            Instant time = Files.getLastModifiedTime(snapshot).toInstant();
            Optional<RecoveryPoint> before =
                    points.stream().filter(point -> point.time().isBefore(time)).reduce((a, b) -> b);
            Optional<RecoveryPoint> after =
                    points.stream().filter(point -> point.time().isAfter(time)).findFirst();
            for (RecoveryPoint point :
                    Stream.concat(before.stream(), after.stream()).toList()) {
                Path output = Comparison.restored(watched.restore(new Point.AtPosition(point.position())));
                assertThat(Ledger.read(output).isSound())
                        .as("%s beside %s", point, snapshot)
                        .isTrue();
                Files.delete(output);
            }
        }
    }
}
