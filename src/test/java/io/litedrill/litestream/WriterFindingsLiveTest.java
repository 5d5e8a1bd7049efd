package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.CheckResult;
import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Checker;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.Retention;
import io.litedrill.history.SqliteHistory;
import io.litedrill.replica.InventoryReader;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.WriterSettings.Compaction;
import io.litedrill.replica.WriterSettings.Keeping;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.StorageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real Litestreams that misbehave are reported, and correct ones are not. */
class WriterFindingsLiveTest {
    /** The settings in a litestream.yml without retention. */
    private static final WriterSettings READ =
            new WriterSettings(Duration.ofSeconds(1), Keeping.WAL, Keeping.LTX, true);

    private static final String VERSION = "0.5.17";
    private static final Duration SOON = Duration.ofSeconds(20);
    /** The duration of the test; -Dlitedrill.watching=300 means five minutes. */
    private static final Duration WATCHING = Duration.ofSeconds(Integer.getInteger("litedrill.watching", 12));

    /** The pauses between transactions, in milliseconds; an idle writer writes nothing. */
    private static final Map<String, Optional<Duration>> WRITERS = Map.of(
            "idle", Optional.empty(),
            "slow", Optional.of(Duration.ofSeconds(7)),
            "busy", Optional.of(Duration.ofMillis(5)));

    private static final Compaction QUICK =
            new Compaction(List.of(Duration.ofMillis(200), Duration.ofMillis(400)), Duration.ofDays(30));

    /** Settings with a finding after four seconds of failed compactions. */
    private static final WriterSettings COMPACTING = new WriterSettings(
            Duration.ofSeconds(1),
            Keeping.WAL,
            Keeping.LTX,
            new Compaction(List.of(Duration.ofMillis(400), Duration.ofMillis(800)), Duration.ofMinutes(5)),
            true);

    /** Larger than a file of level 0 that may be an upload of the whole database. */
    private static final String LARGE_TRANSACTION = "INSERT INTO note(data) VALUES (randomblob(5000000))";

    private final ReadingCache cache = new ReadingCache(10_000);

    @TempDir
    Path folder;

    /**
     * Litestream is killed, and meanwhile the application checkpoints: the WAL starts again, so the whole database is
     * uploaded.
     */
    @Test
    void restartsDuringCheckpointsUploadTheWholeDatabaseAgainAndAgain() throws Exception {
        Replicate replicate = Replicate.toFolder(VERSION, database("app"), folder.resolve("app-replica"));
        try (Writer writer = Writer.create(database("app"))) {
            writer.execute(List.of(LARGE_TRANSACTION));
            for (int start = 0; start < 5; start++) {
                assertThat(codes("app", READ)).as(start + " starts").isEmpty();
                run(replicate, writer, start);
                writer.execute(List.of("PRAGMA wal_checkpoint(TRUNCATE)"));
                writer.transfer();
            }
            assertThat(check("app", READ).findings())
                    .filteredOn(finding -> finding.code() == FindingCode.UPLOADS_RUNAWAY)
                    .singleElement()
                    .extracting(Finding::message)
                    .asString()
                    .startsWith("4 files of level 0 ");
        }
    }

    private void run(Replicate replicate, Writer writer, int start) throws Exception {
        try (LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("litestream-" + start))) {
            writer.transfer();
            await("in sync")
                    .atMost(SOON)
                    .until(() -> check("app", READ).seen().lag().equals(Optional.of(Duration.ZERO)));
            litestream.kill();
        }
    }

    /** The folder of level 1 is a file at first, so that no compaction succeeds. */
    @Test
    void compactionsThatFailAreReportedUntilOneSucceeds() throws Exception {
        WriterSettings settings = new WriterSettings(Duration.ofMillis(100), Keeping.WAL, Keeping.LTX, QUICK, true);
        Replicate replicate = Replicate.toFolder(VERSION, database("app"), folder.resolve("app-replica"))
                .withGlobal("levels:", "  - interval: 200ms", "  - interval: 400ms");
        Path level = folder.resolve("app-replica/ltx/1");
        Files.createDirectories(folder.resolve("app-replica/ltx"));
        Files.writeString(level, "");
        try (Writer writer = Writer.create(database("app"));
                LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("litestream"))) {
            Writer.Running running = writer.start(Duration.ofMillis(20));

            await("stuck")
                    .atMost(SOON)
                    .until(() -> codes("app", settings).equals(List.of(FindingCode.COMPACTION_STUCK)));
            assertThat(litestream.output()).contains("compaction failed");

            Files.delete(level);
            await("compacted").atMost(SOON).until(() -> codes("app", settings).isEmpty());
            running.stop();
            litestream.end();
        }
    }

    /** Litestream keeps the newest file of each level: in this case, after a restart, the first one of level 2. */
    @Test
    void aRetentionShorterThanACompactionIsNamedAsTheCauseOfItsGap() throws Exception {
        Keeping twoSeconds =
                new Keeping(Optional.of(Duration.ofSeconds(1)), Duration.ofSeconds(2), Duration.ofSeconds(1));
        WriterSettings settings = new WriterSettings(
                Duration.ofMillis(100),
                Keeping.WAL,
                twoSeconds,
                new Compaction(List.of(Duration.ofMillis(300), Duration.ofHours(1)), Duration.ofSeconds(1)),
                true);
        try (HistoryStore history =
                        SqliteHistory.open(folder.resolve("home"), Retention.DEFAULT, InstantSource.system());
                Writer writer = Writer.create(database("app"))) {
            Writer.Running running = writer.start(Duration.ofMillis(20));
            try (LitestreamProcess litestream =
                    LitestreamProcess.start(retaining("720h", "6s"), folder.resolve("first"))) {
                await("compacted")
                        .atMost(SOON)
                        .until(() -> ltxFiles("app")
                                        .filter(file -> file.level() == 2)
                                        .count()
                                == 1);
                litestream.end();
            }
            try (LitestreamProcess litestream =
                    LitestreamProcess.start(retaining("2s", "1h"), folder.resolve("second"))) {
                await("named").atMost(SOON).until(() -> {
                    List<Finding> found =
                            check("app", settings, history.replicas()).findings();
                    assertThat(found)
                            .extracting(Finding::code)
                            .doesNotContain(FindingCode.GAP, FindingCode.FILE_VANISHED);
                    return found.stream()
                            .anyMatch(each -> each.message().contains("between its compactions into level 2"));
                });
                litestream.end();
            }
            running.stop();
        }
    }

    private Replicate retaining(String retention, String interval) {
        return new Replicate(
                VERSION,
                database("app"),
                List.of(
                        "levels:",
                        "  - interval: 300ms",
                        "  - interval: " + interval,
                        "snapshot:",
                        "  interval: 1s",
                        "  retention: " + retention,
                        "l0-retention: 1s"),
                List.of("monitor-interval: 50ms"),
                List.of("path: " + folder.resolve("app-replica"), "sync-interval: 100ms"));
    }

    /** Compactions and writes are so frequent that each finding could occur within the time. */
    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", VERSION})
    void healthyLitestreamsAreNoFinding(String version) throws Exception {
        List<Writer> writers = new ArrayList<>();
        List<LitestreamProcess> litestreams = new ArrayList<>();
        List<Writer.Running> running = new ArrayList<>();
        try (HistoryStore history =
                SqliteHistory.open(folder.resolve("home"), Retention.DEFAULT, InstantSource.system())) {
            for (Map.Entry<String, Optional<Duration>> each : WRITERS.entrySet()) {
                Writer writer = Writer.create(database(each.getKey()));
                writers.add(writer);
                writer.transfer();
                litestreams.add(LitestreamProcess.start(
                        usual(version, each.getKey()), folder.resolve("litestream-" + each.getKey())));
                each.getValue().ifPresent(pause -> running.add(writer.start(pause)));
            }
            Writer large = Writer.create(database("large"));
            writers.add(large);
            litestreams.add(LitestreamProcess.start(usual(version, "large"), folder.resolve("litestream-large")));
            Iterator<String> transactions =
                    Collections.nCopies(6, LARGE_TRANSACTION).iterator();
            List<String> names =
                    Stream.concat(WRITERS.keySet().stream(), Stream.of("large")).toList();
            Instant end = Instant.now().plus(WATCHING);
            await().atMost(WATCHING.plus(SOON))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        if (transactions.hasNext()) {
                            large.execute(List.of(transactions.next()));
                        }
                        for (String name : names) {
                            CheckResult check = check(name, COMPACTING, history.replicas());
                            history.checks().accept(check);
                            assertThat(aboutTheWriter(check)).as(name).isEmpty();
                        }
                        return Instant.now().isAfter(end);
                    });
            for (Writer.Running each : running) {
                each.stop();
            }
            assertThat(check("busy", READ).seen().extent().files()).isGreaterThan(5);
            if (version.equals(VERSION)) {
                assertThat(ltxFiles("busy").filter(file -> file.level() == 1)).hasSizeGreaterThan(10);
                assertThat(ltxFiles("large").filter(LtxFile::isLargeRaw)).hasSizeGreaterThanOrEqualTo(4);
            }
        } finally {
            litestreams.forEach(LitestreamProcess::close);
            for (Writer writer : writers) {
                writer.close();
            }
        }
    }

    private Stream<LtxFile> ltxFiles(String name) throws IOException {
        Replica replica = new Replica(new FileObjectStore(folder, StorageListener.NONE), name + "-replica");
        return InventoryReader.list(replica).ltxFiles().stream();
    }

    private Replicate usual(String version, String name) {
        return new Replicate(
                version,
                database(name),
                version.equals(VERSION) ? List.of("levels:", "  - interval: 400ms", "  - interval: 800ms") : List.of(),
                List.of(),
                List.of("type: file", "path: " + folder.resolve(name + "-replica")));
    }

    private Path database(String name) {
        return folder.resolve(name + ".db");
    }

    private List<FindingCode> codes(String name, WriterSettings settings) {
        return aboutTheWriter(check(name, settings)).stream().map(Finding::code).toList();
    }

    private static List<Finding> aboutTheWriter(CheckResult check) {
        return check.findings().stream()
                .filter(finding -> WriterFindingsGoldenTest.ABOUT_THE_WRITER.contains(finding.code()))
                .toList();
    }

    private CheckResult check(String name, WriterSettings settings) {
        return check(name, settings, ReplicaHistory.NONE);
    }

    private CheckResult check(String name, WriterSettings settings, ReplicaHistory history) {
        CheckedReplica watched = new CheckedReplica(
                new ReplicaId(name, "file"),
                new Replica(new FileObjectStore(folder, StorageListener.NONE), name + "-replica"),
                Optional.of(database(name)),
                Objectives.usual(Duration.ofDays(2)),
                settings);
        return new Checker(history, cache, InstantSource.system()).check(watched);
    }
}
