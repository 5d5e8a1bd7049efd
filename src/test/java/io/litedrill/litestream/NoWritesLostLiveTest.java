package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.LagBasis;
import io.litedrill.check.WalMemory;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.Retention;
import io.litedrill.history.SqliteHistory;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of the WAL by a Litestream that loses nothing are not reported as lost writes. */
class NoWritesLostLiveTest {

    @TempDir
    Path folder;

    /**
     * Litestream's own checkpoints restart the WAL continuously, and its retention of level 0 deletes the files that
     * name a WAL.
     */
    @ParameterizedTest
    @CsvSource({"0.3.13, 512", "0.3.13, 4096", "0.5.15, 4096", "0.5.17, 512", "0.5.17, 4096"})
    void checkpointsOfARunningLitestreamAreNoLoss(String version, int pageSize) throws Exception {
        Path database = folder.resolve("app.db");
        Path replica = folder.resolve("replica");
        Replicate replicate =
                Replicate.toFolder(version, database, replica).withDatabase("min-checkpoint-page-count: 30");
        try (HistoryStore history =
                        SqliteHistory.open(folder.resolve("home"), Retention.DEFAULT, InstantSource.system());
                Writer writer = Writer.create(database, pageSize, 20)) {
            WatchedReplica watched = WatchedReplica.inFolder(replica, database, folder.resolve("work"))
                    .remembering(history.replicas());
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

    /**
     * Actions of the application while Litestream does not run, which remove the end of the WAL before the next
     * start.
     */
    private enum Meanwhile {
        CLOSES,
        CHECKPOINTS,
        CHECKPOINTS_TWICE,
        VACUUMS
    }

    /**
     * Real Litestream detects most of it and writes the whole database again. Only the undetected cases are reported.
     */
    @ParameterizedTest
    @CsvSource({
        "0.3.13, CLOSES", "0.3.13, CHECKPOINTS", "0.3.13, CHECKPOINTS_TWICE", "0.3.13, VACUUMS",
        "0.5.17, CLOSES", "0.5.17, CHECKPOINTS", "0.5.17, CHECKPOINTS_TWICE", "0.5.17, VACUUMS"
    })
    void onlyWhatIsMissingAfterARestartIsReported(String version, Meanwhile meanwhile) throws Exception {
        Path database = folder.resolve("app.db");
        Path replica = folder.resolve("replica");
        Replicate replicate = Replicate.toFolder(version, database, replica);
        try (HistoryStore history =
                SqliteHistory.open(folder.resolve("home"), Retention.DEFAULT, InstantSource.system())) {
            WatchedReplica watched = WatchedReplica.inFolder(replica, database, folder.resolve("work"))
                    .remembering(history.replicas());
            try (Writer writer = Writer.create(database)) {
                try (LitestreamProcess first = LitestreamProcess.start(replicate, folder.resolve("first"))) {
                    write(writer, 20);
                    await("in sync").atMost(LitestreamProcess.PATIENCE).until(() -> isInSync(watched));
                    first.end();
                }
                write(writer, 5);
                assertThat(lost(watched)).as("on its way").isFalse();
                act(writer, meanwhile);
            }
            try (Writer writer = Writer.open(database)) {
                write(writer, 2);
                try (LitestreamProcess second = LitestreamProcess.start(replicate, folder.resolve("second"))) {
                    write(writer, 5);
                    await("in sync").atMost(LitestreamProcess.PATIENCE).until(() -> isInSync(watched));
                    boolean lost = lost(watched);
                    boolean equal = restored(watched).equals(writer.dumpSha256());
                    System.out.printf("%s, %s: %s, %s%n", version, meanwhile, equal ? "kept" : "LOST", lost);
                    assertThat(lost).isNotEqualTo(equal);
                    second.end();
                }
            }
        }
    }

    private static void write(Writer writer, int transactions) throws Exception {
        for (int i = 0; i < transactions; i++) {
            writer.transfer();
        }
    }

    /** Performs all actions except closing, which the caller does in each case. */
    private static void act(Writer writer, Meanwhile meanwhile) throws Exception {
        String checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        switch (meanwhile) {
            case CLOSES -> {}
            case CHECKPOINTS -> writer.execute(List.of(checkpoint));
            case CHECKPOINTS_TWICE -> {
                writer.execute(List.of(checkpoint));
                writer.transfer();
                writer.execute(List.of(checkpoint));
                writer.transfer();
            }
            case VACUUMS -> writer.execute(List.of("DELETE FROM note WHERE id % 2", "VACUUM", checkpoint));
        }
    }

    private static boolean isInSync(WatchedReplica watched) {
        CheckResult check = watched.check();
        return check.seen().lagBasis().equals(Optional.of(LagBasis.POSITION))
                && check.seen().lag().equals(Optional.of(Duration.ZERO));
    }

    private static boolean lost(WatchedReplica watched) {
        return watched.check().findings().stream().anyMatch(finding -> finding.code() == FindingCode.WRITES_LOST);
    }

    /** Returns the description of the newest state; empty for a malformed one. */
    private static String restored(WatchedReplica watched) throws Exception {
        RestoreReport report = watched.restore(new Point.Newest());
        return report.word() == OutcomeWord.RESTORED ? Dump.sha256(Comparison.restored(report)) : "";
    }

    private static void assertNoLoss(WatchedReplica watched, HistoryStore history, Set<Object> wals, Duration time) {
        await().during(time)
                .atMost(time.plusSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    assertThat(watched.check().findings())
                            .extracting(Finding::code)
                            .doesNotContain(FindingCode.WRITES_LOST);
                    history.replicas()
                            .wal(watched.watched().id())
                            .flatMap(WalMemory::replicated)
                            .ifPresent(newest -> wals.add(newest.salts()));
                });
    }
}
