package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Point;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
    private static final String RAN = "restore.before had run";

    @TempDir
    Path folder;

    private RestoreReport restore(InPlaceBench bench, String before) {
        Hooks hooks = new Hooks(
                Optional.of(List.of("/bin/sh", "-c", before)),
                Optional.empty(),
                Duration.ofSeconds(30),
                Optional.empty());
        Recovery recovery = new Recovery(bench.restorer(SwapListener.NONE), hooks, InstantSource.system());
        InPlaceRestore order = bench.order(new Point.Newest(), Permissions.NONE);
        return recovery.restore(order, recovery.survey(order, Optional.empty()), RestoreListener.NONE);
    }

    @Test
    void aRefusalAfterTheCommandBeforeSaysThatItRan() throws Exception {
        InPlaceBench bench = InPlaceBench.of("wal/basic", folder);
        try (HoldingProcess holding = HoldingProcess.running(bench.live(), "CREATE TABLE t(a)")) {
            RestoreReport report = restore(bench, "true");

            assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
            assertThat(report.reason()).contains("process " + holding.pid()).contains(RAN);
            assertThat(((RestoreOutcome.Unwritten) report.outcome()).effect())
                    .isEqualTo(RestoreOutcome.Effect.COMMAND_BEFORE);
        }
    }

    @Test
    void aRestoreThatFailsAfterItSaysSoToo() throws Exception {
        InPlaceBench bench = InPlaceBench.of("wal/basic", folder);
        Path snapshot = bench.replica().files("/snapshots/").get(0);
        bench.replica().flip(snapshot, Files.size(snapshot) / 2);

        RestoreReport report = restore(bench, "true");

        assertThat(report.word()).isEqualTo(OutcomeWord.FAILED);
        assertThat(report.reason()).contains(RAN);
    }

    @Test
    void aCommandThatFailsHalfWayMayHaveDoneSomething() throws IOException {
        RestoreReport report = restore(InPlaceBench.of("wal/basic", folder), "exit 3");
        assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(report.reason()).contains("restore.before failed: exit code 3");
        assertThat(((RestoreOutcome.Unwritten) report.outcome()).effect())
                .isEqualTo(RestoreOutcome.Effect.COMMAND_BEFORE);
    }

    @Test
    void whatIsRefusedBeforeItRunsDoesNotSaySo() throws Exception {
        InPlaceBench bench = InPlaceBench.of("wal/basic", folder);
        HoldingProcess.running(bench.live(), "CREATE TABLE t(a)").close();

        RestoreReport report = restore(bench, "echo > " + folder.resolve("ran"));

        assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(report.reason()).doesNotContain(RAN);
        assertThat(((RestoreOutcome.Unwritten) report.outcome()).effect()).isEqualTo(RestoreOutcome.Effect.NOTHING);
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void aRestoreThatWorksDoesNotSaySo() throws IOException {
        RestoreReport report = restore(InPlaceBench.of("wal/basic", folder), "true");
        assertThat(report.word()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(report.reason()).isEmpty();
    }
}
