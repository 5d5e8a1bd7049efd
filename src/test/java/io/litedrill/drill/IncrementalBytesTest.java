package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bytes that an incremental drill reads, as a share of those of a full one. */
class IncrementalBytesTest {
    private static final int ROWS = 3000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Layout.class)
    void afterOnePercentOfChangesADrillReadsAtMostThreePercent(Layout layout) throws Exception {
        GrowingReplica replica = new GrowingReplica(folder, layout, ROWS);
        replica.change(3);
        replica.check();
        DrillResult full = replica.drill(IncrementBench.keeping(Duration.ofDays(7)));
        replica.change(ROWS / 100);
        replica.check();

        DrillResult incremental = replica.drill(IncrementBench.keeping(Duration.ofDays(7)));

        assertThat(full.isIncremental()).isFalse();
        assertThat(incremental.outcome()).as("%s", incremental.findings()).isEqualTo(DrillResult.Outcome.PASSED);
        assertThat(incremental.isIncremental())
                .as("%s", incremental.run().fullBecause())
                .isTrue();
        assertThat(full.run().cost().bytesRead()).isGreaterThan(Files.size(replica.database()) / 2);
        assertThat(incremental.run().cost().bytesRead())
                .isPositive()
                .isLessThanOrEqualTo(full.run().cost().bytesRead() * 3 / 100);
    }
}
