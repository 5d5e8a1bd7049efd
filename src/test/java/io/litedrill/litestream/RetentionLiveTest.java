package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.drill.ScrubResult;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Litestream deletes files several times a second while Litedrill lists and reads them: no damage is reported. */
class RetentionLiveTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration WATCHING = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final Map<String, Integer> outcomes = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void filesThatRetentionDeletesUnderADrillAreNoFailure(String version) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path database = folder.resolve("app.db");
        Path replica = folder.resolve("replica");
        WatchedReplica watched = WatchedReplica.inFolder(replica, database, folder.resolve("work"));
        try (Writer writer = Writer.create(database, 4096, 2000);
                LitestreamProcess litestream =
                        LitestreamProcess.start(deleting(version, database, replica), folder.resolve("litestream"))) {
            Writer.Running running = writer.start(Duration.ofMillis(5));
            await().atMost(SOON).until(() -> watched.points().size() > 3);
            // Litestream renames and deletes files while the folder is walked
            Path first = await().atMost(SOON)
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .until(() -> oldestFile(replica), file -> true);
            Instant end = Instant.now().plus(WATCHING);
            for (int i = 0; i < 1000 && (Instant.now().isBefore(end) || Files.exists(first)); i++) {
                assertThat(WatchedReplica.critical(watched.check().findings())).isEmpty();
                drill(watched);
                scrub(watched);
                restore(watched, random);
            }
            running.stop();
            assertThat(first).as("deleted by retention").doesNotExist();
            litestream.end();
            System.out.printf("%s: seed %d, under retention: %s%n", version, seed, outcomes);
        }
    }

    /** Returns a replication that deletes files several times a second. */
    static Replicate deleting(String version, Path database, Path replica) {
        List<String> perDatabase = List.of("monitor-interval: 50ms", "min-checkpoint-page-count: 50");
        String path = "path: " + replica;
        return version.startsWith("0.3")
                ? new Replicate(
                        version,
                        database,
                        List.of(),
                        perDatabase,
                        List.of(
                                path,
                                "sync-interval: 100ms",
                                "retention: 1s",
                                "snapshot-interval: 500ms",
                                "retention-check-interval: 100ms"))
                : new Replicate(
                        version,
                        database,
                        List.of(
                                "l0-retention: 500ms",
                                "l0-retention-check-interval: 100ms",
                                "levels:",
                                "  - interval: 500ms",
                                "snapshot:",
                                "  interval: 1s",
                                "  retention: 2s"),
                        perDatabase,
                        List.of(path, "sync-interval: 100ms"));
    }

    private static Path oldestFile(Path replica) throws Exception {
        return replica.resolve(GoldenFiles.relativeFiles(replica).stream()
                .filter(file ->
                        file.toString().endsWith(".lz4") || file.toString().endsWith(".ltx"))
                .findFirst()
                .orElseThrow());
    }

    private void drill(WatchedReplica watched) {
        DrillResult drill = watched.drill();
        assertThat(drill.outcome()).as("%s", drill).isNotEqualTo(Outcome.FAILED);
        outcomes.merge("drill " + drill.outcome(), 1, Integer::sum);
    }

    private void scrub(WatchedReplica watched) {
        ScrubResult scrub = watched.scrub();
        assertThat(WatchedReplica.critical(scrub.findings())).isEmpty();
        outcomes.merge("scrub " + scrub.verdict(), 1, Integer::sum);
    }

    private void restore(WatchedReplica watched, Random random) throws Exception {
        List<RecoveryPoint> points = watched.points();
        RecoveryPoint point = points.get(random.nextInt(points.size()));
        RestoreReport report = watched.restore(new Point.AtPosition(point.position()));
        assertThat(report.word()).as("%s", report).isNotEqualTo(OutcomeWord.FAILED);
        outcomes.merge("restore " + report.word() + " " + report.reason(), 1, Integer::sum);
        if (report.word() == OutcomeWord.RESTORED) {
            Ledger ledger = Ledger.read(report.run().output());
            assertThat(ledger.isSound()).as("%s: %s", report, ledger).isTrue();
            Files.delete(report.run().output());
        }
    }
}
