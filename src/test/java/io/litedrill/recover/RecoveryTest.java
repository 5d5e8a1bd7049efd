package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.recover.InPlaceOrder.Allowed;
import io.litedrill.recover.RestoreReport.Outcome;
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
        InPlaceOrder order = bench.order(new Point.Newest(), Allowed.NOTHING);
        return recovery.restore(order, recovery.survey(order, Optional.empty()), RestoreListener.NONE);
    }

    @Test
    void aRefusalAfterTheCommandBeforeSaysThatItRan() throws Exception {
        InPlaceBench bench = InPlaceBench.of("wal/basic", folder);
        try (HoldingProcess holding = HoldingProcess.running(bench.live(), "CREATE TABLE t(a)")) {
            RestoreReport report = restore(bench, "true");

            assertThat(report.ending().outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(report.ending().reason())
                    .contains("process " + holding.pid())
                    .contains(RAN);
            assertThat(report.ending().otherwise()).isTrue();
        }
    }

    @Test
    void aRestoreThatFailsAfterItSaysSoToo() throws Exception {
        InPlaceBench bench = InPlaceBench.of("wal/basic", folder);
        Path snapshot = bench.replica().files("/snapshots/").get(0);
        bench.replica().flip(snapshot, Files.size(snapshot) / 2);

        RestoreReport report = restore(bench, "true");

        assertThat(report.ending().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.ending().reason()).contains(RAN);
    }

    @Test
    void aCommandThatFailsHalfWayMayHaveDoneSomething() throws IOException {
        RestoreReport report = restore(InPlaceBench.of("wal/basic", folder), "exit 3");
        assertThat(report.ending().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(report.ending().reason()).contains("restore.before failed: exit code 3");
        assertThat(report.ending().otherwise()).isTrue();
    }

    @Test
    void whatIsRefusedBeforeItRunsDoesNotSaySo() throws Exception {
        InPlaceBench bench = InPlaceBench.of("wal/basic", folder);
        HoldingProcess.running(bench.live(), "CREATE TABLE t(a)").close();

        RestoreReport report = restore(bench, "echo > " + folder.resolve("ran"));

        assertThat(report.ending().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(report.ending().reason()).doesNotContain(RAN);
        assertThat(report.ending().otherwise()).isFalse();
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void aRestoreThatWorksDoesNotSaySo() throws IOException {
        RestoreReport report = restore(InPlaceBench.of("wal/basic", folder), "true");
        assertThat(report.ending().outcome()).isEqualTo(Outcome.RESTORED);
        assertThat(report.ending().reason()).isEmpty();
    }
}
