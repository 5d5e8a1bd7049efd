package io.litedrill.drill;

import static io.litedrill.check.FindingCode.FILE_DAMAGED;
import static io.litedrill.check.FindingCode.GAP;
import static io.litedrill.check.FindingCode.NO_BACKUP;
import static io.litedrill.check.FindingCode.SNAPSHOT_MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.litestream.Dump;
import io.litedrill.litestream.GoldenManifest.Expected;
import io.litedrill.litestream.GoldenManifest.Kind;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.litestream.Ledger;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.replica.format.Lz4Builder;
import io.litedrill.replica.format.TestPages;
import io.litedrill.replica.format.WalBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage with which real Litestream 0.3.13 exited with 0, or restored a wrong state. */
class ObservedWalDamageTest {
    private static final String INDEXES = "wal/indexes";
    private static final String GENERATIONS = "wal/generations";

    @TempDir
    Path folder;

    private static Expected newest(String golden) {
        return GoldenReplica.load(golden).expected(Kind.NEWEST);
    }

    private Honest observe(DamageBench bench, String golden) throws IOException, SQLException {
        return Honest.observe(bench, newest(golden));
    }

    private DamageBench without(String golden, String part) throws IOException {
        DamageBench bench = DamageBench.golden(golden, folder);
        assertThat(bench.paths(part)).isNotEmpty();
        bench.paths(part).forEach(bench::delete);
        return bench;
    }

    @ParameterizedTest(name = "without {0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/wal/00000003_00000000 | WAL index 00000003, offset 0 to 4152 is missing",
                "/wal/00000003_00001038 | WAL index 00000003, offset 4152 to 24752 is missing",
                "/wal/00000003_         | WAL index 00000003 is missing",
                "/wal/00000000_00004080 | WAL index 00000000, offset 16512 to 45352 is missing",
            })
    void namesWhatIsMissingAndFallsBackBeforeIt(String part, String what) throws IOException, SQLException {
        Honest seen = observe(without(INDEXES, part), INDEXES);

        assertThat(seen.check().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(GAP);
            assertThat(finding.message()).contains(what);
        });
        assertThat(seen.drillCodes()).containsExactly(GAP);
        assertThat(seen.isRestored()).isTrue();
        assertThat(seen.drill().outcome()).isEqualTo(Outcome.FAILED);
    }

    /**
     * A check cannot detect it, because the names of the files do not show it. The restore does, because the next
     * index has a larger database than was written; without that rule some of these passed with rows missing.
     */
    @ParameterizedTest
    @CsvSource({
        "00000000_0000b128, 2, 00000001_00000000",
        "00000002_000080e0, 6, 00000003_00000000",
        "00000003_000060b0, 8, 00000004_00000000",
        "00000005_000060b0, 12, 00000006_00000000"
    })
    void namesTheIndexBehindALostTailAndRestoresTheStateBeforeIt(String tail, long userVersion, String behind)
            throws IOException, SQLException {
        Honest seen = observe(without(INDEXES, tail), INDEXES);

        assertThat(seen.checkCodes()).isEmpty();
        assertThat(seen.drill().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(GAP);
            assertThat(finding.where()).contains(behind);
        });
        assertThat(seen.drill().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(Ledger.read(folder.resolve("out.db")).userVersion()).isEqualTo(userVersion);
    }

    /**
     * No write after the tail grows the database: there is no trace, and the restored state is an older one of the
     * application.
     */
    @Test
    void restoresAnOlderStateThatTheApplicationHadAfterATailIsLostWithoutATrace() throws IOException, SQLException {
        Honest seen = observe(without(INDEXES, "00000006_000080e0"), INDEXES);

        assertThat(seen.findings()).isEmpty();
        assertThat(seen.drill().outcome()).isEqualTo(Outcome.PASSED);
        assertThat(seen.drill().restored().orElseThrow().userVersion().orElseThrow())
                .isLessThan(newest(INDEXES).userVersion());
    }

    @Test
    void restoresTheOlderStateAndSaysNothingFalseAfterTheLastIndexIsLostWithoutATrace()
            throws IOException, SQLException {
        Honest seen = observe(without("wal/snapshots", "/wal/00000009_"), "wal/snapshots");

        assertThat(seen.findings()).isEmpty();
        assertThat(seen.drill().outcome()).isEqualTo(Outcome.PASSED);
        assertThat(seen.drill().restored().orElseThrow().userVersion().orElseThrow())
                .isLessThan(newest("wal/snapshots").userVersion());
    }

    static Stream<Long> cuts() {
        return Stream.of(0L, 3L, 10L, 500L, -1L);
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void namesATruncatedSegmentAndFallsBackBeforeIt(long cut) throws IOException, SQLException {
        DamageBench bench = DamageBench.golden(INDEXES, folder);
        String path = bench.paths("/wal/00000003_00001038").get(0);
        bench.truncate(path, cut < 0 ? bench.bytes(path).length + cut : cut);

        Honest seen = observe(bench, INDEXES);

        assertNames(seen, path);
        assertThat(seen.checkCodes()).containsExactly(FILE_DAMAGED);
        assertThat(seen.isRestored()).isTrue();
        assertThat(seen.drill().outcome()).isEqualTo(Outcome.FAILED);
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void goesAroundATruncatedSnapshotByAnOlderOneAndNamesIt(long cut) throws IOException, SQLException {
        DamageBench bench = DamageBench.golden("wal/snapshots", folder);
        String path = bench.paths("00000008.snapshot").get(0);
        bench.truncate(path, cut < 0 ? bench.bytes(path).length + cut : cut);

        Honest seen = observe(bench, "wal/snapshots");

        assertNames(seen, path);
        assertThat(seen.drill().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(seen.drill().restored().orElseThrow().fallback()).isEmpty();
        assertThat(dump(bench)).isEqualTo(newest("wal/snapshots").dumpSha256());
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void fallsBackToAnOlderGenerationWhenTheOnlySnapshotOfTheNewestIsCut(long cut) throws IOException, SQLException {
        DamageBench bench = DamageBench.golden(GENERATIONS, folder);
        String path = bench.paths("7c55ace1d380a580/snapshots").get(0);
        bench.truncate(path, cut < 0 ? bench.bytes(path).length + cut : cut);

        Honest seen = observe(bench, GENERATIONS);

        assertNames(seen, path);
        assertThat(seen.isRestored()).isTrue();
        assertThat(got(seen)).startsWith("78b850eaf78177b3");
        assertThat(seen.drill().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void saysThatThereIsNoBackupWithoutASnapshot() throws IOException, SQLException {
        Honest seen = observe(without(INDEXES, ".snapshot"), INDEXES);

        assertThat(seen.checkCodes()).containsExactly(NO_BACKUP, SNAPSHOT_MISSING);
        assertThat(seen.drillCodes()).containsExactly(NO_BACKUP);
        assertThat(seen.isRestored()).isFalse();
    }

    @Test
    void fallsBackToAnOlderGenerationWhenTheNewestHasNoSnapshot() throws IOException, SQLException {
        Honest seen = observe(without(GENERATIONS, "7c55ace1d380a580/snapshots"), GENERATIONS);

        assertThat(seen.checkCodes()).containsExactly(SNAPSHOT_MISSING);
        assertThat(seen.drillCodes()).containsExactly(SNAPSHOT_MISSING);
        assertThat(seen.isRestored()).isTrue();
        assertThat(got(seen)).startsWith("78b850eaf78177b3");
    }

    @Test
    void fallsBackToAnOlderGenerationWhenTheNewestSnapshotHoldsNoByte() throws IOException, SQLException {
        DamageBench bench = DamageBench.golden(GENERATIONS, folder);
        String path = bench.paths("7c55ace1d380a580/snapshots").get(0);
        bench.replace(path, Lz4Builder.frame(new byte[0]));

        Honest seen = observe(bench, GENERATIONS);

        assertNames(seen, path);
        assertThat(seen.isRestored()).isTrue();
        assertThat(got(seen)).startsWith("78b850eaf78177b3");
    }

    /**
     * An application that starts on a lost volume creates a new database, and Litestream a sound generation of it.
     */
    @Test
    void failsOnAnEmptyDatabaseAsTheNewestGenerationAndFindsTheOneWithRows() throws IOException, SQLException {
        DamageBench bench = DamageBench.golden(GENERATIONS, folder);
        Instant later = bench.time(bench.paths("7c55ace1d380a580/wal").get(0)).plusSeconds(3600);
        bench.put("generations/ffffffffffffffff/snapshots/00000000.snapshot.lz4", Lz4Builder.frame(empty()), later);

        DrillResult drill = bench.drill();
        RestoreReport refused = bench.restore(new Point.Newest(), Permissions.NONE);
        RestoreReport restore = bench.restore(new Point.Newest());

        assertThat(drill.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(drill.findings())
                .extracting(Finding::code)
                .containsExactlyInAnyOrder(FindingCode.ASSERTION_FAILED, FindingCode.DATABASE_EMPTY);
        assertThat(drill.findings())
                .anySatisfy(finding -> assertThat(finding.message()).contains("account"));
        assertThat(drill.restored().orElseThrow().fallback()).isPresent();
        assertThat(refused.word()).isEqualTo(OutcomeWord.FAILED);
        assertThat(restore.word()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(restore.restored().orElseThrow().point().position().toString())
                .doesNotStartWith("ffffffffffffffff");
    }

    private byte[] empty() throws IOException, SQLException {
        Path file = folder.resolve("empty.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("VACUUM");
            statement.executeUpdate("PRAGMA user_version = 1");
        }
        return Files.readAllBytes(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-wal", "-shm", "-journal"})
    void refusesToRestoreBesideWhatSqliteWouldApply(String suffix) throws IOException {
        DamageBench bench = DamageBench.golden(INDEXES, folder);
        Path stale = Files.writeString(bench.output().resolveSibling("out.db" + suffix), "stale");

        RestoreReport report = bench.restore(new Point.Newest(), Permissions.NONE);

        assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(report.reason()).contains("out.db" + suffix);
        assertThat(bench.output()).doesNotExist();
        assertThat(stale).hasContent("stale");
    }

    /**
     * All checksums are correct, only the size or the page number is wrong: no disk space and no memory is used for
     * it.
     */
    @ParameterizedTest
    @CsvSource({"30, 2", "1048576, 2", "4294967294, 2", "4294967294, 4294967294", "1073741824, 1073741824"})
    void namesAWalThatClaimsPagesThatWereNeverWritten(long commit, long pgno) throws IOException, SQLException {
        DamageBench bench = DamageBench.golden("wal/basic", folder);
        Instant later = bench.time(bench.paths("000283e0").get(0)).plusSeconds(1);
        byte[] wal = new WalBuilder(4096)
                .frame(pgno, commit, TestPages.page(4096, 2, 1))
                .build();
        bench.put("generations/4200f3209d3a15a2/wal/00000001_00000000.wal.lz4", Lz4Builder.frame(wal), later);

        Honest seen = observe(bench, "wal/basic");

        assertThat(seen.drill().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.where()).contains("/00000001_00000000"));
        assertThat(seen.drill().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(dump(bench)).isEqualTo(newest("wal/basic").dumpSha256());
    }

    /** Each restore reads the snapshot once, so reads of it count restores. */
    @Test
    void triesFewRestoresOnALongReplicaThatIsMalformedFromItsMiddleOn() throws IOException, SQLException {
        DamageBench bench = new DamageBench(folder);
        Instant time = Instant.parse("2026-11-23T05:00:00Z");
        bench.put("generations/00000000000000aa/snapshots/00000000.snapshot.lz4", Lz4Builder.frame(table()), time);
        for (int index = 0; index < 500; index++) {
            WalBuilder wal = new WalBuilder(4096);
            wal = index == 250 ? wal.frame(2, 2, TestPages.page(4096, 2, 1)) : wal.frame(1, 2, firstPage());
            String path = String.format("generations/00000000000000aa/wal/%08x_00000000.wal.lz4", index);
            bench.put(path, Lz4Builder.frame(wal.build()), time.plusSeconds(1 + index));
        }
        int[] tries = {0};

        DrillResult drill = bench.drill(file -> tries[0] += file.kind().equals("snapshot") ? 1 : 0);

        assertThat(drill.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(drill.restored().orElseThrow().point().position()).hasToString("00000000000000aa/000000f9:4152");
        assertThat(tries[0]).isLessThan(25);
    }

    private byte[] firstPage() throws IOException, SQLException {
        return Arrays.copyOf(table(), 4096);
    }

    private byte[] table() throws IOException, SQLException {
        Path file = folder.resolve("table.db");
        if (!Files.exists(file)) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER)");
            }
        }
        return Files.readAllBytes(file);
    }

    /**
     * Flips random bits by seed. Each flip is reported with a sound fallback, or the restored state equals the sound
     * newest state.
     */
    @ParameterizedTest
    @ValueSource(strings = {"wal/page512", GENERATIONS})
    void noFlippedBitMisleads(String golden) throws IOException, SQLException {
        DamageBench bench = DamageBench.golden(golden, folder);
        Random random = new Random(31);
        for (String path : bench.paths("")) {
            byte[] sound = bench.bytes(path);
            for (int i = 0; i < 5; i++) {
                int at = i == 0 ? Math.min(4 + random.nextInt(8), sound.length - 1) : random.nextInt(sound.length);
                bench.flip(path, at, 1 << random.nextInt(8));
                assertDetectedOrHarmless(bench, golden, path);
                bench.replace(path, sound);
            }
        }
    }

    private static void assertDetectedOrHarmless(DamageBench bench, String golden, String path)
            throws IOException, SQLException {
        Honest seen = Honest.observe(bench, newest(golden));
        if (seen.drill().outcome() == Outcome.PASSED) {
            assertThat(dump(bench)).isEqualTo(newest(golden).dumpSha256());
        } else {
            assertNames(seen, path);
        }
    }

    private static String dump(DamageBench bench) throws IOException, SQLException {
        return Dump.sha256(bench.output());
    }

    private static String got(Honest seen) {
        return seen.drill()
                .restored()
                .orElseThrow()
                .fallback()
                .orElseThrow()
                .got()
                .position()
                .toString();
    }

    private static void assertNames(Honest seen, String path) {
        assertThat(seen.findings()).extracting(Finding::where).anyMatch(where -> where.endsWith(path));
        List<String> reported = seen.findings().stream()
                .filter(finding -> finding.code() == FILE_DAMAGED)
                .map(Finding::where)
                .distinct()
                .toList();
        assertThat(reported).allMatch(where -> where.endsWith(path));
    }
}
