package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.FindingCode;
import io.litedrill.check.Verdict;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Litestream deletes and rewrites files while a scrub reads: that is not damage. */
class ScrubUnderWritingTest {
    @TempDir
    Path folder;

    /** Runs an action once, after the first file was read. */
    private static RestoreListener once(Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        return file -> {
            if (!done.getAndSet(true)) {
                action.run();
            }
        };
    }

    /** The new snapshot is larger, so a read of the listed size ends too early. */
    @Test
    void aSnapshotThatIsWrittenAgainIsNotDamaged() throws IOException {
        DamageBench bench = DamageBench.golden("wal/snapshots", folder);
        String snapshot = bench.paths("snapshots/00000008").get(0);
        byte[] sound = bench.bytes(snapshot);
        bench.replace(snapshot, Arrays.copyOf(sound, sound.length - 100));
        RestoreListener rewrite =
                once(() -> bench.put(snapshot, sound, bench.time(snapshot).plusMillis(1)));

        ScrubResult result = bench.scrub(rewrite);

        assertThat(result.findings()).isEmpty();
        assertThat(result.proofs().agreed()).isEqualTo(3);
    }

    @Test
    void filesThatRetentionDeletesAreNotMissed() throws IOException {
        DamageBench bench = DamageBench.golden("ltx/levels", folder);
        RestoreListener retention = once(() -> bench.paths("ltx/0/").stream()
                .filter(path -> path.compareTo("ltx/0/0000000000000020") < 0)
                .forEach(bench::delete));

        assertThat(bench.scrub(retention).findings()).isEmpty();
    }

    @Test
    void anInterruptedScrubIsUnknown() throws IOException {
        DamageBench bench = DamageBench.golden("ltx/levels", folder);
        RestoreListener stop = once(() -> Thread.currentThread().interrupt());

        ScrubResult result = bench.scrub(stop);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.files()).isEqualTo(1);
        assertThat(result.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.STORAGE_UNREACHABLE);
            assertThat(finding.message()).contains("stopped");
        });
    }
}
