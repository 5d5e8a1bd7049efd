package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Verdict;
import io.litedrill.replica.format.LtxReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubDamageTest {
    @TempDir
    Path folder;

    private static List<String> damaged(ScrubResult result) {
        return result.findings().stream()
                .filter(finding -> finding.code() == FindingCode.FILE_DAMAGED)
                .map(finding -> finding.where().replace("memory://store/replica/", ""))
                .sorted()
                .toList();
    }

    private static List<Finding> disagreeing(ScrubResult result) {
        return result.findings().stream()
                .filter(finding -> finding.code() == FindingCode.CHAIN_DISAGREES)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ltx/levels", "ltx/lz4frame", "wal/snapshots"})
    void namesEachOfTheFilesInWhichOneBitIsWrong(String golden) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        DamageBench bench = DamageBench.golden(golden, folder);
        List<String> files = new ArrayList<>();
        for (String path : bench.paths("")) {
            if (random.nextInt(3) == 0 && flipsContent(bench, path, random)) {
                files.add(path);
            }
        }

        ScrubResult result = bench.scrub();

        String description = "seed " + seed + ": " + result.findings();
        List<String> named = result.findings().stream()
                .filter(finding ->
                        finding.code() == FindingCode.FILE_DAMAGED || finding.code() == FindingCode.FILE_UNSUPPORTED)
                .map(finding -> finding.where().replace("memory://store/replica/", ""))
                .distinct()
                .sorted()
                .toList();
        assertThat(named).as(description).containsExactlyElementsOf(files);
        assertThat(disagreeing(result)).as(description).isEmpty();
    }

    /**
     * Flips one bit. Returns false if the decoded file is the same as before: in a run of equal bytes, LZ4 copies the
     * same from another distance, and the checksum is of the content.
     */
    private static boolean flipsContent(DamageBench bench, String path, Random random) throws IOException {
        Optional<String> before = content(path, bench.bytes(path));
        bench.flip(path, random.nextInt(bench.bytes(path).length), 1 << random.nextInt(8));
        return before.isEmpty() || !before.equals(content(path, bench.bytes(path)));
    }

    /** Returns the decoded content of a file, byte for byte; empty for a damaged file. */
    private static Optional<String> content(String path, byte[] stored) {
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            if (path.endsWith(".lz4")) {
                new LZ4FrameInputStream(new ByteArrayInputStream(stored)).transferTo(content);
            } else {
                decode(stored, content);
            }
            return Optional.of(HexFormat.of().formatHex(content.toByteArray()));
        } catch (IOException | RuntimeException damaged) {
            return Optional.empty();
        }
    }

    private static void decode(byte[] ltx, ByteArrayOutputStream content) throws IOException {
        try (LtxReader reader = new LtxReader(new ByteArrayInputStream(ltx), ltx.length)) {
            content.write(reader.header().toString().getBytes(StandardCharsets.UTF_8));
            while (reader.next()) {
                content.write(String.valueOf(reader.pgno()).getBytes(StandardCharsets.UTF_8));
                content.write(reader.page());
            }
        }
    }

    @Test
    void namesASegmentWhoseFramesDoNotFollow() throws IOException {
        DamageBench bench = DamageBench.golden("wal/indexes", folder);
        String one = bench.paths("/wal/00000002_00001038").get(0);
        String other = bench.paths("/wal/00000003_00001038").get(0);
        bench.swap(one, other);

        assertThat(damaged(bench.scrub())).contains(one, other);
    }

    /** No name and no checksum shows it; the larger next snapshot does. */
    @ParameterizedTest
    @CsvSource({
        "wal/snapshots, 00000000_000090f8",
        "wal/snapshots, 00000001_000060b0",
        "wal/snapshots, 00000002_000060b0",
        "wal/snapshots, 00000003_000060b0",
        "wal/snapshots, 00000004_000060b0",
        "wal/snapshots, 00000005_000060b0",
        "wal/snapshots, 00000006_000060b0",
        "wal/snapshots, 00000007_000060b0",
        "wal/torn, 00000004_00011a98",
    })
    void seesTheLostEndOfAFinishedIndex(String golden, String segment) throws IOException {
        DamageBench bench = DamageBench.golden(golden, folder);
        bench.delete(bench.paths("/wal/" + segment).get(0));

        ScrubResult result = bench.scrub();

        assertThat(result.verdict()).isEqualTo(Verdict.CRITICAL);
        assertThat(result.findings())
                .extracting(Finding::code)
                .containsAnyOf(FindingCode.CHAIN_DISAGREES, FindingCode.GAP);
        assertThat(result.proofs().disagreed() + result.proofs().open()).isEqualTo(1);
    }

    @Test
    void saysBetweenWhichPositionsItWentWrongAndWhichPageDiffersFirst() throws IOException {
        DamageBench bench = DamageBench.golden("wal/snapshots", folder);
        bench.delete(bench.paths("/wal/00000004_000060b0").get(0));

        assertThat(disagreeing(bench.scrub())).singleElement().satisfies(finding -> {
            assertThat(finding.message()).contains("page ", "/00000002:0 and ", "/00000005:0");
            assertThat(finding.where()).endsWith("snapshots/00000005.snapshot.lz4");
            assertThat(finding.hint().text()).contains("litedrill drill");
        });
    }

    @Test
    void seesASnapshotThatWasReplacedByAnOlderOne() throws IOException {
        DamageBench bench = DamageBench.golden("wal/snapshots", folder);
        bench.replace(
                bench.paths("snapshots/00000005").get(0),
                bench.bytes(bench.paths("snapshots/00000002").get(0)));

        assertThat(disagreeing(bench.scrub())).isNotEmpty();
    }

    @Test
    void countsAndNamesWhatIsLeftAlsoWhereTheStoreHoldsNothingUsable() throws IOException {
        DamageBench bench = new DamageBench(folder);

        ScrubResult result = bench.scrub();

        assertThat(result.verdict()).isEqualTo(Verdict.CRITICAL);
        assertThat(result.files()).isZero();
        assertThat(result.findings()).extracting(Finding::code).containsExactly(FindingCode.PREFIX_EMPTY);
    }

    /** Sound in itself, and correct by its name: it differs only in the WAL that it was created from. */
    @Test
    void scrubAndDrillSeeAFileOfAnotherDatabase() throws IOException {
        DamageBench bench = DamageBench.golden("ltx/basic", folder);
        String path = bench.paths("ltx/0/0000000000000006").get(0);
        bench.replace(path, DamageBench.golden("ltx/shrunk", folder).bytes(path));

        assertThat(bench.scrub().findings()).extracting(Finding::code).contains(FindingCode.FORKED);
        assertThat(bench.drill().findings()).extracting(Finding::code).contains(FindingCode.FORKED);
        assertThat(bench.drill().outcome()).isEqualTo(DrillResult.Outcome.FAILED);
    }
}
