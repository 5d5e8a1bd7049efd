package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.recover.RestoreOutcome.Kind;
import io.litedrill.replica.Point;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The report of a restore whose swap fails at each of its steps agrees with the file at the path. */
class SwapEndTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(SwapStep.class)
    void aRestoreThatReplacedTheDatabaseIsNeverReportedAsFailed(SwapStep failing) throws Exception {
        InPlaceBench bench = InPlaceBench.of("wal/basic", folder);
        Files.writeString(bench.live(), "no database\n".repeat(400));
        byte[] before = Files.readAllBytes(bench.live());

        RestoreReport report = bench.restorer(step -> {
                    if (step == failing) {
                        throw new IOException("the disk is gone at " + step);
                    }
                })
                .restore(bench.order(new Point.Newest(), Permissions.NONE), RestoreListener.NONE);

        boolean replaced = Files.exists(bench.live()) && !Arrays.equals(before, Files.readAllBytes(bench.live()));
        Kind kind = report.outcome().kind();
        if (replaced) {
            assertThat(kind).isIn(Kind.RESTORED, Kind.RESTORED_WITH_PROBLEMS);
        } else {
            assertThat(kind).isIn(Kind.FAILED, Kind.FAILED_AFTER_CHANGE);
        }
        if (kind == Kind.FAILED) {
            assertThat(bench.live()).hasBinaryContent(before);
        }
    }
}
