package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.replica.format.AgeIdentities;
import io.litedrill.replica.format.Lz4Builder;
import io.litedrill.replica.format.Lz4Frames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Litestream 0.3 rewrites a snapshot under its own key, and the new file is larger than in the listing: a read of the
 * listed size ends too early, and the file looks truncated.
 */
class RewrittenSnapshotTest {
    @TempDir
    Path folder;

    private DamageBench bench;
    private String newest;
    private String older;

    @BeforeEach
    void copyAReplica() throws IOException {
        bench = DamageBench.golden("wal/snapshots", folder);
        newest = bench.paths("snapshots/00000008").get(0);
        older = bench.paths("snapshots/").get(0);
        assertThat(older).isNotEqualTo(newest);
    }

    /**
     * Rewrites the same database into the file before some opens, larger each time.
     *
     * @param at the number of the open, from 1
     */
    private AtomicInteger rewritten(String path, IntPredicate at) throws IOException {
        byte[] content = content(bench.bytes(path));
        AtomicInteger opens = new AtomicInteger();
        AtomicInteger rewrites = new AtomicInteger();
        bench.beforeOpen(path, () -> {
            if (at.test(opens.incrementAndGet())) {
                bench.put(
                        path,
                        stored(content, 10 + rewrites.incrementAndGet()),
                        bench.time(path).plusMillis(1));
            }
        });
        return rewrites;
    }

    private static byte[] content(byte[] frame) throws IOException {
        try (InputStream content = Lz4Frames.open(new ByteArrayInputStream(frame), AgeIdentities.NONE)) {
            return content.readAllBytes();
        }
    }

    /** Returns the content uncompressed in this number of blocks; each block takes some bytes more. */
    private static byte[] stored(byte[] content, int blocks) {
        return new Lz4Builder(content)
                .stored()
                .contentPerBlock((content.length + blocks - 1) / blocks)
                .build();
    }

    /** The first open reads its header, the second one restores. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aDrillOfItPasses(int open) throws IOException {
        AtomicInteger rewrites = rewritten(newest, at -> at == open);

        DrillResult drill = bench.drill();

        assertThat(rewrites).hasValue(1);
        assertThat(drill.findings()).isEmpty();
        assertThat(drill.outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void aCheckOfItFindsNothing() throws IOException {
        AtomicInteger rewrites = rewritten(newest, at -> at == 1);

        assertThat(bench.check().findings()).extracting(Finding::code).doesNotContain(FindingCode.FILE_DAMAGED);
        assertThat(rewrites).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRestoreOfItTakesTheNewestState(int open) throws IOException {
        AtomicInteger rewrites = rewritten(newest, at -> at == open);

        RestoreReport report = bench.restore(new Point.Newest());

        assertThat(rewrites).hasValue(1);
        assertThat(report.word()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(report.findings()).isEmpty();
        assertThat(report.restored().orElseThrow().fallback()).isEmpty();
    }

    /** The second read of a scrub, which confirms the first one, meets a rewrite of another file. */
    @Test
    void aScrubFindsNothingThoughItsSecondLookMeetsAnother() throws IOException {
        byte[] small = bench.bytes(older);
        byte[] large = stored(content(small), 1);
        bench.replace(older, large);
        AtomicInteger opens = new AtomicInteger();
        bench.beforeOpen(older, () -> {
            if (opens.incrementAndGet() == 2) {
                bench.put(older, large, bench.time(older).plusMillis(1));
            }
        });
        AtomicInteger rewrites = rewritten(newest, at -> {
            if (at == 1) {
                bench.put(older, small, bench.time(older).plusMillis(1));
            }
            return at == 1;
        });

        ScrubResult result = bench.scrub();

        assertThat(rewrites).hasValue(1);
        assertThat(opens).hasValueGreaterThan(1);
        assertThat(result.findings()).isEmpty();
    }

    @Test
    void oneThatIsNeverTheSameTwiceIsNotKnown() throws IOException {
        rewritten(newest, at -> true);

        assertThat(bench.drill().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(bench.scrub().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(bench.restore(new Point.Newest()).word()).isEqualTo(OutcomeWord.INCONCLUSIVE);
    }

    @Test
    void oneThatIsCutAndStaysSoIsDamaged() throws IOException {
        bench.truncate(newest, bench.bytes(newest).length - 100);

        assertThat(bench.drill().findings()).extracting(Finding::code).contains(FindingCode.FILE_DAMAGED);
        assertThat(bench.scrub().findings()).extracting(Finding::code).contains(FindingCode.FILE_DAMAGED);
    }
}
