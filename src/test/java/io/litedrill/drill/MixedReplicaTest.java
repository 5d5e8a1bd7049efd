package io.litedrill.drill;

import static io.litedrill.check.FindingCode.FILE_DAMAGED;
import static io.litedrill.check.FindingCode.FORKED;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.litestream.Dump;
import io.litedrill.litestream.GoldenManifest.Expected;
import io.litedrill.litestream.GoldenManifest.Kind;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.WalPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of two databases in one replica: each file is sound, and SQLite's own check finds no error in a restore of
 * both.
 */
class MixedReplicaTest {
    private static final String SNAPSHOT = "ltx/9/0000000000000001-0000000000000002.ltx";

    @TempDir
    Path folder;

    private static Expected newest(String golden) {
        return GoldenReplica.load(golden).expected(Kind.NEWEST);
    }

    private DamageBench other(String golden) throws IOException {
        return DamageBench.golden(golden, folder);
    }

    private static Point txid(long txid) {
        return new Point.AtPosition(new LtxPosition(txid));
    }

    private static void assertRefuses(DamageBench bench, RestoreReport report) {
        assertThat(bench.drill().outcome()).isEqualTo(DrillResult.Outcome.FAILED);
        assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(report.reason()).contains("two writers", "--txid", "--position");
        assertThat(report.findings()).extracting(Finding::code).contains(FORKED);
        assertThat(bench.output()).doesNotExist();
    }

    /** The state before the foreign file existed; the state after it never did. */
    @Test
    void neverRestoresAFileOfAnotherDatabaseThatWasAddedBehindTheNewest() throws IOException, SQLException {
        DamageBench bench = other("ltx/basic");
        String foreign = "ltx/0/000000000000000a-000000000000000a.ltx";
        bench.put(
                foreign,
                other("ltx/restarted").bytes(foreign),
                bench.time(SNAPSHOT).plusSeconds(60));

        assertRefuses(bench, bench.restore(new Point.Newest()));
        assertThat(bench.restore(txid(10)).word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(bench.restore(txid(9)).word()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(Dump.sha256(bench.output())).isEqualTo(newest("ltx/basic").dumpSha256());
    }

    @Test
    void leavesTheChoiceBetweenTwoGenerationsThatGrowSideBySide() throws IOException, SQLException {
        DamageBench bench = other("wal/basic");
        DamageBench writer = other("wal/shrunk");
        Duration shift = Duration.between(newest(writer), newest(bench).plusSeconds(1));
        writer.paths("generations/").forEach(path -> copy(writer, bench, path, shift));

        assertRefuses(bench, bench.restore(new Point.Newest()));
        WalPosition ours = (WalPosition)
                other("wal/basic").drill().restored().orElseThrow().point().position();
        RestoreReport named = bench.restore(new Point.AtPosition(ours));
        assertThat(named.word()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(named.findings()).extracting(Finding::code).contains(FORKED);
        assertThat(Dump.sha256(bench.output())).isEqualTo(newest("wal/basic").dumpSha256());
    }

    /** An old Litestream that was started again beside the new one. */
    @Test
    void leavesTheChoiceBetweenAGenerationAndLtxFilesThatGrowSideBySide() throws IOException {
        DamageBench bench = other("both/upgraded");
        DamageBench writer = other("wal/shrunk");
        Duration shift = Duration.between(newest(writer), newest(bench).plusSeconds(1));
        writer.paths("generations/").forEach(path -> copy(writer, bench, path, shift));

        assertThat(bench.check().findings()).extracting(Finding::code).contains(FORKED);
        assertRefuses(bench, bench.restore(new Point.Newest()));
    }

    private static java.time.Instant newest(DamageBench bench) {
        return bench.paths("").stream()
                .map(bench::time)
                .max(java.time.Instant::compareTo)
                .orElseThrow();
    }

    private static void copy(DamageBench from, DamageBench to, String path, Duration shift) {
        try {
            to.put(path, from.bytes(path), from.time(path).plus(shift));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /** Every file is sound, and the snapshot is of another WAL: it is unknown which of the two databases is meant. */
    @Test
    void refusesASnapshotOfAnotherDatabaseInThePlaceOfItsOwn() throws IOException {
        DamageBench bench = other("ltx/growth");
        bench.replace(SNAPSHOT, other("ltx/basic").bytes("ltx/9/0000000000000001-0000000000000002.ltx"));
        other("ltx/basic").paths("ltx/1/0000000000000001-").forEach(bench::delete);

        assertRefuses(bench, bench.restore(new Point.Newest()));
    }

    /**
     * A snapshot under the name of a later index leads to a malformed state; an older one leads to the same state,
     * soundly.
     */
    @Test
    void triesOlderSnapshotsBeforeOlderStates() throws IOException, SQLException {
        DamageBench bench = other("wal/snapshots");
        List<String> snapshots = bench.paths("/snapshots/00000008");
        String lie = snapshots.get(0).replace("00000008.", "00000009.");
        bench.put(lie, bench.bytes(snapshots.get(0)), bench.time(snapshots.get(0)));

        RestoreReport report = bench.restore(new Point.Newest());

        assertThat(report.restored().orElseThrow().fallback()).isEmpty();
        assertThat(Dump.sha256(bench.output()))
                .isEqualTo(newest("wal/snapshots").dumpSha256());
        assertThat(report.findings())
                .filteredOn(finding -> finding.code() == FILE_DAMAGED)
                .extracting(Finding::where)
                .singleElement()
                .asString()
                .endsWith(lie);
        assertThat(bench.drill().outcome()).isEqualTo(DrillResult.Outcome.FAILED);
    }

    /**
     * The same segment exists twice, the second time with an offset inside another segment: the chain continues
     * without it.
     */
    @Test
    void goesAroundASegmentThatClaimsAPlaceInsideAnother() throws IOException, SQLException {
        DamageBench bench = other("wal/basic");
        String segment = bench.paths("/wal/00000000_0000a110").get(0);
        bench.put(segment.replace("0000a110", "0000a0f8"), bench.bytes(segment), bench.time(segment));

        RestoreReport report = bench.restore(new Point.Newest());

        assertThat(report.restored().orElseThrow().fallback()).isEmpty();
        assertThat(Dump.sha256(bench.output())).isEqualTo(newest("wal/basic").dumpSha256());
        assertThat(bench.check().findings()).isEmpty();
    }
}
