package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.drill.Fallback;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.Retention;
import io.litedrill.history.SqliteHistory;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permission;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.replica.memory.KnownFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that real Litestream deletes or rewrites are not reported, in any number of checks; files that another
 * program deletes are.
 */
class VanishedLiveTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ReplicaId ID = new ReplicaId("app", "main");

    @TempDir
    Path folder;

    private Path database;
    private Path replica;
    private HistoryStore history;
    private WatchedReplica watched;

    @BeforeEach
    void remember() throws IOException {
        database = folder.resolve("app.db");
        replica = folder.resolve("replica");
        history = SqliteHistory.open(folder.resolve("home"), Retention.DEFAULT, InstantSource.system());
        watched = WatchedReplica.inFolder(replica, database, folder.resolve("work"))
                .remembering(history.replicas());
    }

    @AfterEach
    void close() {
        history.close();
    }

    private List<Finding> vanished() {
        return watched.check().findings().stream()
                .filter(finding -> finding.code() == FindingCode.FILE_VANISHED)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.15", "0.5.17"})
    void whatRetentionDeletesIsNotMissed(String version) throws Exception {
        int looks = 0;
        int deleted = 0;
        try (Writer writer = Writer.create(database, 4096, 2000);
                LitestreamProcess litestream = LitestreamProcess.start(
                        RetentionLiveTest.deleting(version, database, replica), folder.resolve("litestream"))) {
            Writer.Running running = writer.start(Duration.ofMillis(5));
            await().atMost(SOON).until(() -> watched.points().size() > 3);
            Set<String> before = Set.of();
            Instant end = Instant.now().plusSeconds(8);
            while (Instant.now().isBefore(end) && looks < 2000) {
                assertThat(vanished()).isEmpty();
                looks++;
                Set<String> now = known();
                deleted += (int)
                        before.stream().filter(file -> !now.contains(file)).count();
                before = now;
            }
            running.stop();
            litestream.end();
        }
        System.out.printf("%s: %d looks, %d files deleted between them, none missed%n", version, looks, deleted);
        assertThat(deleted).isGreaterThan(10);
        assertThat(history.replicas().files(ID).orElseThrow().missed())
                .as("nothing is kept of what retention deletes")
                .isEmpty();
    }

    private Set<String> known() {
        return history.replicas().files(ID).orElseThrow().files().stream()
                .map(KnownFile::key)
                .collect(Collectors.toSet());
    }

    /** Litestream starts a new generation, and deletes the old one completely. */
    @Test
    void aGenerationThatRetentionDeletesIsNotMissed() throws Exception {
        Replicate replicate = RetentionLiveTest.deleting("0.3.13", database, replica);
        try (Writer writer = Writer.create(database)) {
            write(writer, replicate, files -> files.size() > 3);
            Path first = onlyGeneration();
            GoldenFiles.deleteTree(database.resolveSibling(".app.db-litestream"));
            try (LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("again"))) {
                Writer.Running running = writer.start(Duration.ofMillis(20));
                await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> {
                    assertThat(vanished()).isEmpty();
                    return !Files.exists(first);
                });
                assertThat(vanished()).isEmpty();
                running.stop();
                litestream.end();
            }
        }
    }

    private Path onlyGeneration() throws IOException {
        try (var generations = Files.list(replica.resolve("generations"))) {
            return generations.findFirst().orElseThrow();
        }
    }

    /** Writes until the replica has enough files, and they contain all transactions. */
    private void write(Writer writer, Replicate replicate, Predicate<List<Path>> enough) throws Exception {
        try (LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("litestream"))) {
            Writer.Running running = writer.start(Duration.ofMillis(10));
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .until(() -> {
                        assertThat(vanished()).isEmpty();
                        return Files.isDirectory(replica) && enough.test(GoldenFiles.relativeFiles(replica));
                    });
            running.stop();
            await().atMost(LitestreamProcess.PATIENCE)
                    .until(() -> watched.check().seen().lag().equals(Optional.of(Duration.ZERO)));
            litestream.end();
        }
    }

    private Path last(Predicate<Path> which) throws IOException {
        return GoldenFiles.relativeFiles(replica).stream()
                .filter(which)
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    /** It violates no rule of the format, and SQLite may find nothing: without a history the drill passes. */
    @Test
    void theTailOfAFinishedIndexIsMissedAndTheDrillFallsBackToBeforeIt() throws Exception {
        try (Writer writer = Writer.create(database)) {
            write(
                    writer,
                    Replicate.toFolder("0.3.13", database, replica).withDatabase("min-checkpoint-page-count: 60"),
                    files -> files.stream()
                                    .filter(file -> DamagedReplica.endsFinishedIndex(files, file))
                                    .count()
                            > 3);
        }
        List<Path> files = GoldenFiles.relativeFiles(replica);
        Path tail = last(file -> DamagedReplica.endsFinishedIndex(files, file));
        Files.delete(replica.resolve(tail));

        isMissed(tail);
    }

    @Test
    void theNewestIndexIsMissed() throws Exception {
        try (Writer writer = Writer.create(database)) {
            write(
                    writer,
                    Replicate.toFolder("0.3.13", database, replica).withDatabase("min-checkpoint-page-count: 60"),
                    files -> files.stream()
                                    .filter(file -> DamagedReplica.endsFinishedIndex(files, file))
                                    .count()
                            > 2);
        }
        String index = last(file -> file.toString().contains("/wal/"))
                .getFileName()
                .toString()
                .substring(0, 8);
        List<Path> newest = GoldenFiles.relativeFiles(replica).stream()
                .filter(file -> file.getFileName().toString().startsWith(index + "_"))
                .toList();
        for (Path file : newest) {
            Files.delete(replica.resolve(file));
        }

        assertThat(vanished()).isNotEmpty();
        fallsBack();
    }

    @Test
    void theNewestLtxFileIsMissed() throws Exception {
        try (Writer writer = Writer.create(database)) {
            // a compaction just before the end would hold the newest file too, and then it is not needed
            write(
                    writer,
                    Replicate.toFolder("0.5.17", database, replica).withGlobal("levels:", "  - interval: 24h"),
                    files -> files.size() > 8);
        }
        Path newest = last(file -> file.toString().contains("ltx/0/"));
        Files.delete(replica.resolve(newest));

        isMissed(newest);
    }

    private void isMissed(Path file) throws Exception {
        assertThat(vanished()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(finding.where()).endsWith(file.toString());
        });
        fallsBack();
        history.close();
        history = SqliteHistory.open(folder.resolve("home"), Retention.DEFAULT, InstantSource.system());
        watched.remembering(history.replicas());
        assertThat(vanished()).as("after a restart").hasSize(1);
    }

    private void fallsBack() throws Exception {
        DrillResult drill = watched.drill();
        assertThat(drill.outcome()).as("%s", drill).isEqualTo(Outcome.FAILED);
        assertThat(drill.findings()).extracting(Finding::code).contains(FindingCode.FILE_VANISHED);
        Fallback fallback = drill.restored().orElseThrow().fallback().orElseThrow();
        assertThat(fallback.wanted().position()).isNotEqualTo(fallback.got().position());

        RestoreReport refused = watched.restore(new Point.Newest());
        assertThat(refused.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(refused.reason()).contains("was there before and is gone");
        RestoreReport report = watched.restore(new Point.Newest(), Permissions.of(Permission.FALLBACK));
        assertThat(report.word()).as("%s", report).isEqualTo(OutcomeWord.RESTORED);
        assertThat(Ledger.read(report.run().output()).isSound()).isTrue();
    }

    /** Litestream does this for an idle database, at each snapshot interval, under its own key. */
    @Test
    void aSnapshotThatIsRewrittenIsNotMissedAndAnOlderOneInItsPlaceIs() throws Exception {
        Replicate replicate = Replicate.toFolder("0.3.13", database, replica).withReplica("snapshot-interval: 300ms");
        Path snapshot;
        FileTime first;
        byte[] content;
        try (Writer writer = Writer.create(database);
                LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("litestream"))) {
            writer.transfer();
            await().atMost(SOON)
                    .until(() -> !vanished().isEmpty() || watched.points().size() > 0);
            snapshot = replica.resolve(last(file -> file.toString().endsWith(".snapshot.lz4")));
            first = Files.getLastModifiedTime(snapshot);
            content = Files.readAllBytes(snapshot);
            FileTime before = first;
            Path rewritten = snapshot;
            await().atMost(SOON).pollInterval(Duration.ofMillis(100)).until(() -> {
                assertThat(vanished()).isEmpty();
                return Files.getLastModifiedTime(rewritten).toMillis() > before.toMillis() + 3000;
            });
            litestream.end();
        }
        assertThat(vanished()).isEmpty();
        Files.write(snapshot, content);
        Files.setLastModifiedTime(snapshot, first);

        assertThat(vanished())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("was replaced"));
        assertThat(watched.drill().outcome()).isEqualTo(Outcome.FAILED);
    }
}
