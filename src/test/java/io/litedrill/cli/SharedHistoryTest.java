package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.Retention;
import io.litedrill.history.SqliteHistory;
import io.litedrill.json.SampleResults;
import io.litedrill.recover.RestoreReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries that other processes add to the history of a running daemon appear in its metrics. */
class SharedHistoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ReplicaId SHOP = new ReplicaId("shop", "file");
    private static final String LABELS = "{database=\"shop\",replica=\"file\"";
    private static final String LAST_RESTORE = "litedrill_last_restore_timestamp_seconds" + LABELS;
    private static final String HOOK_FAILED =
            "litedrill_finding{code=\"hook-failed\",database=\"shop\",replica=\"file\"";

    @TempDir
    Path folder;

    @Test
    void aRestoreByTheCommandLine() throws Exception {
        try (RunningDaemon daemon = daemon()) {
            CommandLineRun restore = new CommandLineRun.User(folder)
                    .with("LITEDRILL_HOME", folder.resolve("home").toString())
                    .configured("databases: [{name: shop, replica: 'file://" + folder.resolve("shop-file") + "'}]\n")
                    .runs("restore", "shop", "-o", folder.resolve("out.db").toString());

            assertThat(restore.code()).as(restore.err()).isZero();
            await().atMost(PATIENCE).until(() -> daemon.http().metric(LAST_RESTORE) > 0);
            assertThat(daemon.http()
                            .metric("litedrill_last_restore_origin{database=\"shop\",destination=\"file\","
                                    + "replica=\"file\",requested_by=\"" + System.getProperty("user.name") + "\""))
                    .isEqualTo(1);
            assertThat(daemon.http().metric("litedrill_restores_total{database=\"shop\",outcome=\"restored\""))
                    .as("the daemon itself restored nothing")
                    .isNotEqualTo(1);
        }
    }

    @Test
    void aRestoreWhoseHookFailedAndADrillThatFailed() throws Exception {
        try (RunningDaemon daemon = daemon();
                HistoryStore other = other()) {
            assertThat(daemon.http().metric(HOOK_FAILED)).isNaN();
            Instant now = Instant.now();
            other.restores().accept(withHookFailed(SampleResults.restored(SHOP, "r1", now)));
            other.drills().accept(SampleResults.failedDrill(SHOP, "d1", now));

            await().atMost(PATIENCE).until(() -> daemon.http().metric(HOOK_FAILED) == 1);
            await().atMost(PATIENCE)
                    .until(() -> daemon.http().metric("litedrill_last_failed_drill_timestamp_seconds" + LABELS)
                            >= now.getEpochSecond());
            assertThat(daemon.results().latestDrill(SHOP))
                    .map(drill -> drill.run().runId())
                    .contains("d1");

            other.restores().accept(SampleResults.restored(SHOP, "r2", now.plusSeconds(1)));
            await().atMost(PATIENCE).until(() -> Double.isNaN(daemon.http().metric(HOOK_FAILED)));
        }
    }

    private HistoryStore other() {
        return SqliteHistory.open(folder.resolve("home"), Retention.DEFAULT, InstantSource.system());
    }

    /** Starts a daemon after its first drill, so that it starts no other drill soon. */
    private RunningDaemon daemon() throws Exception {
        RunningDaemon daemon = RunningDaemon.below(folder, Samples.database("shop", Samples.sound(SHOP, folder)));
        await().atMost(PATIENCE)
                .until(() -> daemon.http().metric("litedrill_last_passed_drill_timestamp_seconds" + LABELS) > 0);
        assertThat(daemon.http().metric(LAST_RESTORE)).isNaN();
        return daemon;
    }

    private static RestoreReport withHookFailed(RestoreReport sound) {
        Finding finding = new Finding(
                FindingCode.HOOK_FAILED,
                Severity.CRITICAL,
                Facts.text("exit code 1"),
                "/hooks/after",
                Hint.text("run it by hand"));
        return new RestoreReport(sound.id(), sound.run(), sound.outcome(), List.of(finding), sound.request());
    }
}
