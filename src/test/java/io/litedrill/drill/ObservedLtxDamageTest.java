package io.litedrill.drill;

import static io.litedrill.check.FindingCode.FILE_DAMAGED;
import static io.litedrill.check.FindingCode.GAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.litestream.Dump;
import io.litedrill.litestream.GoldenManifest.Expected;
import io.litedrill.litestream.GoldenManifest.Kind;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.format.LtxBuilder.Encoding;
import io.litedrill.replica.format.TestPages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage to LTX files with which real Litestream 0.5 restored a wrong state, or could. */
class ObservedLtxDamageTest {
    private static final String BASIC = "ltx/basic";
    private static final String COMPACTED = "ltx/compacted";
    private static final String LEVELS = "ltx/levels";
    private static final String NEWEST_FILE = "0000000000000009-0000000000000009.ltx";

    @TempDir
    Path folder;

    private static Expected newest(String golden) {
        return GoldenReplica.load(golden).expected(Kind.NEWEST);
    }

    private static Honest look(DamageBench bench, String golden) throws IOException, SQLException {
        return Honest.observe(bench, newest(golden));
    }

    private static void assertRestoresNewest(DamageBench bench, Honest seen, String golden)
            throws IOException, SQLException {
        assertThat(seen.isRestored()).isTrue();
        assertThat(seen.restore().restored().orElseThrow().fallback()).isEmpty();
        assertThat(Dump.sha256(bench.output())).isEqualTo(newest(golden).dumpSha256());
    }

    private static void assertNames(Honest seen, String path) {
        assertThat(seen.findings()).extracting(Finding::where).anyMatch(where -> where.endsWith(path));
    }

    private static void assertFallsBack(Honest seen) {
        assertThat(seen.drill().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(seen.drill().restored().orElseThrow().fallback()).isPresent();
        assertThat(seen.isRestored()).isTrue();
    }

    /** Only the deletion of the newest file leaves no trace; the state before it is then the newest. */
    @ParameterizedTest
    @ValueSource(strings = {BASIC, COMPACTED, "ltx/lz4frame"})
    void anyFileCanBeDeletedAndTheNewestStateOrANamedGapIsLeft(String golden) throws IOException, SQLException {
        DamageBench bench = DamageBench.golden(golden, folder);
        List<String> level0 = bench.paths("ltx/0/");
        String newest = level0.get(level0.size() - 1);
        for (String path : bench.paths("")) {
            byte[] bytes = bench.bytes(path);
            Instant time = bench.time(path);
            bench.delete(path);

            Honest seen = look(bench, golden);
            assertThat(seen.isRestored()).as(path).isTrue();
            if (seen.drill().outcome() == Outcome.FAILED) {
                assertThat(seen.checkCodes()).as(path).contains(GAP);
            } else if (!path.equals(newest)) {
                assertRestoresNewest(bench, seen, golden);
            }
            bench.put(path, bytes, time);
        }
    }

    static Stream<Long> cuts() {
        return Stream.of(0L, 50L, 100L, 700L, -17L, -1L);
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void namesATruncatedFileThatNothingCoversAndFallsBackBeforeIt(long cut) throws IOException, SQLException {
        DamageBench bench = DamageBench.golden(BASIC, folder);
        String path = "ltx/0/0000000000000005-0000000000000005.ltx";
        cut(bench, path, cut);

        Honest seen = look(bench, BASIC);

        assertNames(seen, path);
        assertFallsBack(seen);
        assertThat(seen.drill().restored().orElseThrow().point().position()).hasToString("0000000000000004");
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void reachesTheNewestStateAroundADamagedSnapshotAndNamesIt(long cut) throws IOException, SQLException {
        DamageBench bench = DamageBench.golden(LEVELS, folder);
        String path = "ltx/9/0000000000000001-0000000000000025.ltx";
        cut(bench, path, cut);

        Honest seen = look(bench, LEVELS);

        assertNames(seen, path);
        assertRestoresNewest(bench, seen, LEVELS);
        assertThat(seen.drill().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(seen.drill().findings()).extracting(Finding::code).containsOnly(FILE_DAMAGED);
    }

    @ParameterizedTest
    @CsvSource({
        "ltx/0/0000000000000015-0000000000000015.ltx",
        "ltx/1/0000000000000009-000000000000000e.ltx",
        "ltx/0/0000000000000001-0000000000000001.ltx"
    })
    void passesWhereACompactionCoversTheDamage(String path) throws IOException, SQLException {
        DamageBench bench = DamageBench.golden(LEVELS, folder);
        bench.flip(path, 400, 1);

        Honest seen = look(bench, LEVELS);

        assertRestoresNewest(bench, seen, LEVELS);
        assertThat(seen.drill().outcome()).isEqualTo(Outcome.PASSED);
    }

    private static void cut(DamageBench bench, String path, long cut) throws IOException {
        bench.truncate(path, cut < 0 ? bench.bytes(path).length + cut : cut);
    }

    @Test
    void namesFilesWhoseContentsWereExchanged() throws IOException, SQLException {
        DamageBench bench = DamageBench.golden(BASIC, folder);
        bench.swap("ltx/0/0000000000000004-0000000000000004.ltx", "ltx/0/0000000000000006-0000000000000006.ltx");

        Honest seen = look(bench, BASIC);

        assertNames(seen, "ltx/0/0000000000000004-0000000000000004.ltx");
        assertFallsBack(seen);
        assertThat(seen.drill().restored().orElseThrow().point().position()).hasToString("0000000000000003");
    }

    @ParameterizedTest
    @CsvSource({
        "ltx/0/0000000000000009-0000000000000009.ltx, ltx/0/0000000000000009-00000000000000ff.ltx",
        "ltx/0/0000000000000009-0000000000000009.ltx, ltx/0/0000000000000003-0000000000000009.ltx",
        "ltx/0/0000000000000009-0000000000000009.ltx, ltx/9/0000000000000001-0000000000000009.ltx",
        "ltx/0/0000000000000009-0000000000000009.ltx, ltx/0/0000000000000009-ffffffffffffffff.ltx",
        "ltx/0/0000000000000005-0000000000000005.ltx, ltx/0/0000000000000005-0000000000000007.ltx",
        "ltx/0/0000000000000005-0000000000000005.ltx, ltx/0/ffffffffffffffff-ffffffffffffffff.ltx",
        "ltx/9/0000000000000001-0000000000000002.ltx, ltx/9/0000000000000001-ffffffffffffffff.ltx",
    })
    void namesAFileThatWasRenamedToLieAboutItsRange(String path, String lie) throws IOException, SQLException {
        DamageBench bench = DamageBench.golden(BASIC, folder);
        bench.put(lie, bench.bytes(path), bench.time(path));
        bench.delete(path);

        Honest seen = look(bench, BASIC);

        assertNames(seen, lie);
        assertThat(seen.isRestored()).isTrue();
    }

    @Test
    void passesWhereAFileIsThereAgainInAnotherLevel() throws IOException, SQLException {
        DamageBench bench = DamageBench.golden(BASIC, folder);
        for (String path : bench.paths("ltx/0/")) {
            bench.put(path.replace("ltx/0/", "ltx/3/"), bench.bytes(path), bench.time(path));
        }

        Honest seen = look(bench, BASIC);

        assertRestoresNewest(bench, seen, BASIC);
        assertThat(seen.drill().outcome()).isEqualTo(Outcome.PASSED);
    }

    /**
     * Its pages corrupt the database, or have another size. A file of the same schema, page size and TXID is not
     * detected if all its pages are written again later, or if they fit: every checksum is correct, and SQLite's own
     * check passes.
     */
    @ParameterizedTest
    @CsvSource({"ltx/page512, 0000000000000005", "ltx/lz4frame, 0000000000000006", "ltx/shrunk, 0000000000000005"})
    void failsWhereAFileOfAnotherDatabaseDoesNotFit(String other, String txid) throws IOException, SQLException {
        DamageBench bench = DamageBench.golden(BASIC, folder);
        String path = "ltx/0/" + txid + "-" + txid + ".ltx";
        bench.replace(path, DamageBench.golden(other, folder).bytes(path));

        Honest seen = look(bench, BASIC);

        assertThat(seen.drill().outcome()).isEqualTo(Outcome.FAILED);
    }

    /** A fallback does not skip a file of another database: the request must name a state. */
    @Test
    void restoresOnlyANamedStateWhereTheNewestFileIsOfAnotherDatabase() throws IOException, SQLException {
        DamageBench bench = DamageBench.golden("ltx/page512", folder);
        String path = ltx(0, 10, 10);
        Instant later = bench.time("ltx/0/" + NEWEST_FILE).plusSeconds(1);
        bench.put(path, DamageBench.golden(LEVELS, folder).bytes(path), later);

        Honest seen = look(bench, "ltx/page512");

        assertThat(seen.drill().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(seen.drill().findings()).extracting(Finding::where).allMatch(where -> where.endsWith(path));
        assertThat(seen.restore().word()).isEqualTo(OutcomeWord.REFUSED);
        bench.restore(new Point.AtPosition(new LtxPosition(9)));
        assertThat(Dump.sha256(bench.output())).isEqualTo(newest("ltx/page512").dumpSha256());
    }

    @Test
    void refusesATimeBehindAHole() throws IOException {
        DamageBench bench = DamageBench.golden(LEVELS, folder);
        Stream.of("ltx/0/0000000000000026-0000000000000026.ltx", "ltx/0/0000000000000027-0000000000000027.ltx")
                .forEach(bench::delete);
        Instant across =
                bench.time("ltx/0/0000000000000028-0000000000000028.ltx").plusMillis(1);

        RestoreReport report = bench.restore(new Point.AtTime(across), Permissions.NONE);

        assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(bench.output()).doesNotExist();
    }

    @Test
    void restoresAChainOfBothPageEncodings() throws IOException, SQLException {
        DamageBench bench = new DamageBench(folder);
        Instant time = Instant.parse("2026-11-23T05:00:00Z");
        bench.put(ltx(9, 1, 1), Pages.snapshot(newestFile(), Encoding.FRAME, 1), time);
        bench.put(ltx(0, 2, 2), Pages.last(newestFile(), Encoding.BLOCK, 2), time.plusSeconds(1));

        assertThat(bench.drill().outcome()).isEqualTo(Outcome.PASSED);
        bench.restore(new Point.Newest());
        assertThat(Files.readAllBytes(bench.output())).isEqualTo(newestFile());
    }

    private static String ltx(int level, long min, long max) {
        return String.format("ltx/%d/%016x-%016x.ltx", level, min, max);
    }

    /** Returns the bytes of a sound database file. */
    private byte[] newestFile() throws IOException {
        DamageBench bench = DamageBench.golden(BASIC, folder);
        bench.restore(new Point.Newest());
        return Files.readAllBytes(bench.output());
    }

    /** All checksums are correct, only the size is wrong: no page of the chain fills it. */
    @ParameterizedTest
    @ValueSource(longs = {30, 1 << 20, 1 << 30, 0x7fff_ffffL, 0xffff_fffeL})
    void namesAFileThatClaimsPagesThatNoFileHolds(long commit) throws IOException, SQLException {
        DamageBench bench = DamageBench.golden(BASIC, folder);
        byte[] page = TestPages.page(4096, commit, 1);
        bench.put(
                ltx(0, 10, 10),
                LtxBuilder.of(4096, commit).txids(10, 10).page(commit, page).build(),
                bench.time("ltx/0/" + NEWEST_FILE).plusSeconds(1));

        Honest seen = look(bench, BASIC);

        assertNames(seen, ltx(0, 10, 10));
        assertThat(seen.drill().findings()).extracting(Finding::code).containsOnly(FILE_DAMAGED);
        assertFallsBack(seen);
        assertThat(Dump.sha256(bench.output())).isEqualTo(newest(BASIC).dumpSha256());
    }

    /**
     * Flips random bits by seed. Each flip is reported with a sound fallback, or the restored state equals the sound
     * newest state.
     */
    @ParameterizedTest
    @ValueSource(strings = {"ltx/page512", "ltx/lz4frame"})
    void noFlippedBitMisleads(String golden) throws IOException, SQLException {
        DamageBench bench = DamageBench.golden(golden, folder);
        Random random = new Random(32);
        for (String path : bench.paths("")) {
            byte[] sound = bench.bytes(path);
            for (int i = 0; i < 5; i++) {
                int at = i == 0 ? random.nextInt(100) : random.nextInt(sound.length);
                bench.flip(path, at, 1 << random.nextInt(8));
                Honest seen = look(bench, golden);
                if (seen.drill().outcome() == Outcome.PASSED) {
                    assertRestoresNewest(bench, seen, golden);
                } else {
                    assertNames(seen, path);
                }
                bench.replace(path, sound);
            }
        }
    }

    /** Counts restores by files that were read to their end: each restore reads the newest file first. */
    @Test
    void triesFewRestoresOnALongReplicaWithADamagedMiddle() throws IOException {
        DamageBench bench = new DamageBench(folder);
        Instant time = Instant.parse("2026-11-23T05:00:00Z");
        byte[] database = newestFile();
        bench.put(ltx(9, 1, 1), Pages.snapshot(database, Encoding.BLOCK, 1), time);
        for (long txid : LongStream.rangeClosed(2, 500).toArray()) {
            bench.put(ltx(0, txid, txid), Pages.last(database, Encoding.BLOCK, txid), time.plusSeconds(txid));
        }
        bench.flip(ltx(0, 250, 250), 300, 1);
        int[] read = {0};

        DrillResult drill = bench.drill(file -> read[0]++);

        assertThat(drill.restored().orElseThrow().point().position()).hasToString(String.format("%016x", 249));
        assertThat(read[0]).isLessThan(500);
    }

    /** The disk with level 0 failed: only the files compacted before remain. */
    @Test
    void findsTheNewestSoundStateBeforeHundredsOfDamagedFiles() throws IOException {
        DamageBench bench = new DamageBench(folder);
        Instant time = Instant.parse("2026-11-23T05:00:00Z");
        byte[] database = newestFile();
        bench.put(ltx(9, 1, 1), Pages.snapshot(database, Encoding.BLOCK, 1), time);
        for (long txid : LongStream.rangeClosed(2, 300).toArray()) {
            bench.put(ltx(0, txid, txid), Pages.last(database, Encoding.BLOCK, txid), time.plusSeconds(txid));
            bench.flip(ltx(0, txid, txid), 300, 1);
        }

        DrillResult drill = bench.drill();

        assertThat(drill.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(drill.restored().orElseThrow().point().position()).hasToString("0000000000000001");
        assertThat(drill.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FILE_DAMAGED);
            assertThat(finding.message()).startsWith("299 of these. The first: ");
        });
    }

    @Test
    void saysNothingOfAFallbackWhereAnotherFileOfOtherTimeLeadsToTheWantedState() throws IOException {
        DamageBench bench = DamageBench.golden(BASIC, folder);
        String path = "ltx/0/" + NEWEST_FILE;
        bench.put(ltx(1, 9, 9), bench.bytes(path), bench.time(path).minusMillis(1));
        byte[] header = ByteBuffer.allocate(8)
                .putLong(bench.time(path).minusMillis(1).toEpochMilli())
                .array();
        for (int i = 0; i < header.length; i++) {
            bench.flip(ltx(1, 9, 9), 32 + i, header[i] ^ bench.bytes(path)[32 + i]);
        }

        DrillResult drill = bench.drill();

        assertThat(drill.findings()).extracting(Finding::where).allMatch(where -> where.endsWith(ltx(1, 9, 9)));
        assertThat(drill.restored().orElseThrow().fallback()).isEmpty();
    }

    /** LTX files of the pages of a database file. */
    private static final class Pages {
        private static final int SIZE = 4096;

        static byte[] snapshot(byte[] database, Encoding encoding, long txid) {
            LtxBuilder builder =
                    LtxBuilder.of(SIZE, database.length / SIZE).txids(1, txid).encoding(encoding);
            for (int pgno = 1; pgno <= database.length / SIZE; pgno++) {
                builder.page(pgno, page(database, pgno));
            }
            return builder.build();
        }

        static byte[] last(byte[] database, Encoding encoding, long txid) {
            int pgno = database.length / SIZE;
            return LtxBuilder.of(SIZE, pgno)
                    .txids(txid, txid)
                    .encoding(encoding)
                    .page(pgno, page(database, pgno))
                    .build();
        }

        private static byte[] page(byte[] database, int pgno) {
            return Arrays.copyOfRange(database, (pgno - 1) * SIZE, pgno * SIZE);
        }
    }
}
