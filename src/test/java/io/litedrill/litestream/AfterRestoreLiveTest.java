package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillBench;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.recover.InPlaceRestore;
import io.litedrill.recover.InPlaceRestore.LiveFile;
import io.litedrill.recover.InPlaceRestorer;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Ownership;
import io.litedrill.recover.Permission;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreSource;
import io.litedrill.recover.TestRequests;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Litestream, started again on a database restored in place, continues in the same replica; each state in it
 * restores.
 */
class AfterRestoreLiveTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private Path database() {
        return folder.resolve("data/app.db");
    }

    private Path replica() {
        return folder.resolve("replica");
    }

    private WatchedReplica watched() throws IOException {
        return WatchedReplica.inFolder(replica(), database(), folder.resolve("work"));
    }

    private LitestreamProcess litestream(String version, String run) throws IOException {
        return LitestreamProcess.start(Replicate.toFolder(version, database(), replica()), folder.resolve(run));
    }

    private RestoreReport restore(WatchedReplica watched, Point point, boolean force) {
        return restore(watched, point, force ? Permissions.of(Permission.FORCE) : Permissions.NONE);
    }

    private RestoreReport restore(WatchedReplica watched, Point point, Permissions allowed) {
        LiveFile live = new LiveFile(database(), Optional.empty(), Ownership.Wanted.AS_FOLDER);
        RestoreSource source = new RestoreSource(watched.watched(), DrillBench.SOUND);
        InPlaceRestore order = new InPlaceRestore(TestRequests.inPlace(point, allowed), source, live);
        return new InPlaceRestorer(
                        new ReadingCache(1000),
                        ReplicaHistory.NONE,
                        folder.resolve("work/scratch"),
                        InstantSource.system())
                .restore(order, RestoreListener.NONE);
    }

    /** Writes 20 transactions under Litestream, ends both, and returns the recovery points. */
    private List<RecoveryPoint> replicated(String version, WatchedReplica watched) throws Exception {
        Files.createDirectory(folder.resolve("data"));
        try (Writer writer = Writer.create(database());
                LitestreamProcess litestream = litestream(version, "first")) {
            for (int i = 0; i < 20; i++) {
                writer.transfer();
                if (i % 5 == 4) {
                    awaitReplicated(watched, writer, i + 1);
                }
            }
            litestream.end();
        }
        return watched.points();
    }

    /**
     * Waits for a state; Litestream 0.3 repeats a failed upload only after a write, so the same value is written
     * again.
     */
    private static void awaitReplicated(WatchedReplica watched, Writer writer, long userVersion) {
        await().atMost(SOON).untilAsserted(() -> {
            DrillResult drill = watched.drill();
            assertThat(drill.outcome()).as("%s", drill.findings()).isEqualTo(Outcome.PASSED);
            OptionalLong got = drill.restored().orElseThrow().userVersion();
            if (got.orElseThrow() != userVersion) {
                writer.execute(List.of("PRAGMA user_version = " + userVersion));
            }
            assertThat(got).as("%s", watched.points()).hasValue(userVersion);
        });
    }

    private static void awaitDrillOf(WatchedReplica watched, long userVersion) {
        await().atMost(LitestreamProcess.PATIENCE).untilAsserted(() -> {
            DrillResult drill = watched.drill();
            assertThat(drill.outcome()).as("%s", drill.findings()).isEqualTo(Outcome.PASSED);
            assertThat(drill.restored().orElseThrow().userVersion())
                    .as("%s", watched.points())
                    .hasValue(userVersion);
        });
    }

    /**
     * Runs Litestream and the application again; the check and the drill pass, and the restored state is the written
     * one.
     */
    private void assertGoesOn(String version, WatchedReplica watched, long from) throws Exception {
        try (Writer writer = Writer.open(database());
                LitestreamProcess litestream = litestream(version, "second")) {
            assertThat(writer.userVersion()).isEqualTo(from);
            for (int i = 0; i < 20; i++) {
                writer.transfer();
            }
            awaitReplicated(watched, writer, from + 20);
            assertThat(WatchedReplica.critical(watched.check().findings())).isEmpty();
            assertThat(watched.check().verdict()).isNotEqualTo(Verdict.CRITICAL);
            litestream.end();
            Path copy = Comparison.restored(watched.restore(new Point.Newest()));
            assertThat(Dump.sha256(copy)).isEqualTo(writer.dumpSha256());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void theNewestStateOfADeletedDatabase(String version) throws Exception {
        WatchedReplica watched = watched();
        replicated(version, watched);
        Files.delete(database());

        RestoreReport report = restore(watched, new Point.Newest(), false);

        assertThat(report.word()).as("%s", report.outcome()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(database().resolveSibling(".app.db-litestream")).doesNotExist();
        assertThat(report.run().movedAside().orElseThrow().resolve("litestream"))
                .isDirectory();
        assertGoesOn(version, watched, 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void anEarlierStateOfACorruptDatabase(String version) throws Exception {
        WatchedReplica watched = watched();
        List<RecoveryPoint> points = replicated(version, watched);
        try (RandomAccessFile file = new RandomAccessFile(database().toFile(), "rw")) {
            file.write(new byte[4096]);
        }
        RecoveryPoint earlier = points.get(points.size() / 2);

        RestoreReport report = restore(watched, new Point.AtPosition(earlier.position()), false);

        assertThat(report.word()).as("%s", report.outcome()).isEqualTo(OutcomeWord.RESTORED);
        long restored = report.restored().orElseThrow().userVersion().orElseThrow();
        assertThat(restored).isLessThan(20);
        assertGoesOn(version, watched, restored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void whileLitestreamRunsNothingIsReplaced(String version) throws Exception {
        WatchedReplica watched = watched();
        replicated(version, watched);
        try (LitestreamProcess litestream = litestream(version, "running")) {
            RestoreReport report = restore(watched, new Point.Newest(), true);
            assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
            assertThat(report.reason()).contains("litestream");
            litestream.end();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void noMoreWhileLitestreamWaitsForAMissingDatabase(String version) throws Exception {
        WatchedReplica watched = watched();
        replicated(version, watched);
        try (Stream<Path> files = Files.list(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        try (LitestreamProcess litestream = litestream(version, "waiting")) {
            RestoreReport report = restore(watched, new Point.Newest(), true);
            assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
            assertThat(report.reason()).contains("litestream").contains("replicates it");
            litestream.end();
        }
        assertThat(restore(watched, new Point.Newest(), false).word()).isEqualTo(OutcomeWord.RESTORED);
    }

    /** The reason for the refusal: 0.5 starts again with TXID 1 beside the old files, and reports nothing. */
    @Test
    void withoutItsNewestLevel0FileLitestream05BeginsAgainInTheSamePlace() throws Exception {
        WatchedReplica watched = watched();
        Files.createDirectory(folder.resolve("data"));
        Replicate compacting = Replicate.toFolder("0.5.17", database(), replica())
                .withGlobal("levels:", "  - interval: 1s", "  - interval: 5m");
        try (Writer writer = Writer.create(database());
                LitestreamProcess litestream = LitestreamProcess.start(compacting, folder.resolve("first"))) {
            for (int i = 0; i < 20; i++) {
                writer.transfer();
            }
            awaitDrillOf(watched, 20);
            await().atMost(SOON).ignoreExceptions().until(() -> newest(0).equals(newest(1)));
            litestream.end();
        }
        assertThat(newest(1)).isEqualTo(newest(0));
        for (Path file : files(0)) {
            Files.delete(file);
        }
        Files.delete(database());

        RestoreReport refused = restore(watched, new Point.Newest(), false);
        assertThat(refused.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(refused.reason()).contains("begin with TXID 1 again");

        Permissions newReplica = Permissions.of(Permission.NEW_REPLICA);
        assertThat(restore(watched, new Point.Newest(), newReplica).word()).isEqualTo(OutcomeWord.RESTORED);
        Path elsewhere = folder.resolve("replica-2");
        try (Writer writer = Writer.open(database());
                LitestreamProcess litestream = litestream("0.5.17", "second")) {
            writer.transfer();
            await().atMost(SOON).ignoreExceptions().until(() -> !files(0).isEmpty());
            assertThat(files(0).get(0).getFileName()).hasToString("0000000000000001-0000000000000001.ltx");
            litestream.end();
        }
        try (Stream<Path> state = Files.walk(database().resolveSibling(".app.db-litestream"))) {
            for (Path path : state.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        WatchedReplica moved = WatchedReplica.inFolder(elsewhere, database(), folder.resolve("work-2"));
        try (Writer writer = Writer.open(database());
                LitestreamProcess litestream = LitestreamProcess.start(
                        Replicate.toFolder("0.5.17", database(), elsewhere), folder.resolve("third"))) {
            writer.transfer();
            awaitDrillOf(moved, 22);
            litestream.end();
        }
    }

    /** Returns the files of a level in order. */
    private List<Path> files(int level) throws IOException {
        Path place = replica().resolve("ltx/" + level);
        if (!Files.exists(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().endsWith(".ltx"))
                    .sorted()
                    .toList();
        }
    }

    /** Returns the last TXID of a level. */
    private String newest(int level) throws IOException {
        List<Path> files = files(level);
        return files.isEmpty()
                ? ""
                : String.valueOf(files.get(files.size() - 1).getFileName()).substring(17, 33);
    }
}
