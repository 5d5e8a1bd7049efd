package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.litestream.GoldenManifest.Kind;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.replica.Point;
import io.litedrill.replica.format.AgeBuilder;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.format.LtxHeader;
import io.litedrill.replica.format.TestPages;
import io.litedrill.verify.Assertion;
import io.litedrill.verify.CheckOutcome;
import io.litedrill.verify.Expect;
import io.litedrill.verify.Expectations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrillerTest {
    @TempDir
    Path folder;

    private DrillBench bench(String name) throws IOException {
        return DrillBench.of(name, folder);
    }

    static Stream<String> soundReplicas() {
        return GoldenReplica.names().stream()
                .filter(name -> GoldenReplica.load(name).expected().stream()
                        .noneMatch(point -> point.kind() == Kind.NEWEST_SOUND));
    }

    @ParameterizedTest
    @MethodSource("soundReplicas")
    void passesWhereTheNewestStateRestores(String name) throws IOException {
        DrillBench bench = bench(name);

        DrillResult result = bench.drill();

        assertThat(result.findings()).isEmpty();
        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        Restored restored = result.restored().orElseThrow();
        assertThat(restored.userVersion().orElseThrow())
                .isEqualTo(GoldenReplica.load(name).expected(Kind.NEWEST).userVersion());
        assertThat(restored.checks()).extracting(CheckOutcome::result).containsOnly(CheckOutcome.Result.PASSED);
        assertThat(restored.fallback()).isEmpty();
        assertThat(result.run().cost().requests()).isPositive();
        assertThat(bench.scratch()).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal/hole", "wal/index-hole", "ltx/hole"})
    void failsWhereTheNewestStateLiesBehindAHoleAndNamesTheLoss(String name) throws IOException {
        DrillResult result = bench(name).drill();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings()).extracting(Finding::code).contains(FindingCode.GAP);
        Restored restored = result.restored().orElseThrow();
        assertThat(restored.userVersion().orElseThrow())
                .isEqualTo(GoldenReplica.load(name).expected(Kind.NEWEST_SOUND).userVersion());
        assertThat(restored.fallback().orElseThrow().lost()).isPositive();
    }

    @Test
    void reachesTheSameStateThroughAnotherLevelAndStillNamesTheDamage() throws IOException {
        DrillBench bench = bench("ltx/levels");
        List<Path> snapshots = bench.files("/ltx/9/");
        Path newest = snapshots.get(snapshots.size() - 1);
        bench.flip(newest, Files.size(newest) / 2);

        DrillResult result = bench.drill();

        assertThat(result.restored().orElseThrow().userVersion().orElseThrow())
                .isEqualTo(
                        GoldenReplica.load("ltx/levels").expected(Kind.NEWEST).userVersion());
        assertThat(result.restored().orElseThrow().fallback()).isEmpty();
        assertThat(result.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.FILE_DAMAGED);
            assertThat(finding.where()).endsWith(newest.getFileName().toString());
            assertThat(finding.message())
                    .contains(newest.getFileName().toString())
                    .endsWith(". Nevertheless, the newest state was restored, without this file");
        });
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void fallsBackBeforeASegmentThatIsCut() throws IOException {
        DrillBench bench = bench("wal/basic");
        List<Path> segments = bench.files("/wal/");
        Path cut = segments.get(segments.size() / 2);
        bench.truncate(cut, Files.size(cut) - 1);

        DrillResult result = bench.drill();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings())
                .extracting(Finding::where)
                .anySatisfy(
                        where -> assertThat(where).endsWith(cut.getFileName().toString()));
        assertThat(result.findings())
                .extracting(Finding::message)
                .noneMatch(message -> message.contains("was restored"));
        assertThat(result.restored().orElseThrow().fallback().orElseThrow().lost())
                .isPositive();
    }

    @Test
    void fallsBackToAnOlderGenerationWhenTheNewestSnapshotIsEmpty() throws IOException {
        DrillBench bench = bench("wal/generations");
        Path newest = newestSnapshot(bench);
        bench.truncate(newest, 0);

        DrillResult result = bench.drill();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        Fallback fallback = result.restored().orElseThrow().fallback().orElseThrow();
        String generation = folder.resolve("replica/generations")
                .relativize(newest)
                .getName(0)
                .toString();
        assertThat(fallback.got().position().toString()).doesNotContain(generation);
        assertThat(fallback.lost()).isPositive();
    }

    private static Path newestSnapshot(DrillBench bench) {
        return bench.files("/snapshots/").stream()
                .max((a, b) -> a.toFile().lastModified() < b.toFile().lastModified() ? -1 : 1)
                .orElseThrow();
    }

    /** A page corrupts the database, in files that follow every rule of their format. */
    @Test
    void searchesForTheNewestSoundStateWhenEveryFileIsSoundAndTheDatabaseIsNot() throws IOException {
        DrillBench bench = bench("ltx/basic");
        Path last = bench.files("/ltx/0/0000000000000009").get(0);
        long pages = LtxHeader.parse(Files.readAllBytes(last)).commitPages();
        for (long txid = 10; txid < 20; txid++) {
            LtxBuilder file = LtxBuilder.of(4096, pages).txids(txid, txid);
            if (txid == 13) {
                file.page(2, TestPages.page(4096, 2, 1));
            }
            Files.write(last.resolveSibling(String.format("%016x-%016x.ltx", txid, txid)), file.build());
        }

        DrillResult result = bench.drill();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings()).extracting(Finding::code).containsOnly(FindingCode.DATABASE_MALFORMED);
        Restored restored = result.restored().orElseThrow();
        assertThat(restored.fallback().orElseThrow().got().position()).hasToString("000000000000000c");
        assertThat(restored.checks()).extracting(CheckOutcome::result).containsOnly(CheckOutcome.Result.PASSED);
    }

    @Test
    void findsNothingToRestoreInAnEmptyPrefix() throws IOException {
        DrillBench bench = bench("wal/basic");
        for (Path file : bench.files("")) {
            Files.delete(file);
        }

        DrillResult result = bench.drill();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings()).extracting(Finding::code).containsExactly(FindingCode.NO_BACKUP);
        assertThat(result.restored()).isEmpty();
    }

    @Test
    void failsOnTheOwnersAssertionWithoutLookingForAnOlderState() throws IOException {
        Assertion assertion = new Assertion("rich", "SELECT count(*) FROM account", Expect.parse("> 1000000"));
        Expectations expectations = new Expectations(
                Expectations.Mode.QUICK_CHECK, true, List.of(), List.of(assertion), Duration.ofSeconds(30));

        DrillResult result = bench("ltx/basic").drill(new Point.Newest(), expectations);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings()).extracting(Finding::code).containsExactly(FindingCode.ASSERTION_FAILED);
        assertThat(result.restored().orElseThrow().fallback()).isEmpty();
    }

    @Test
    void isInconclusiveWhenACheckRunsIntoItsTimeLimit() throws IOException {
        Assertion endless = new Assertion(
                "endless",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
                Expect.parse("> 0"));
        Expectations expectations = new Expectations(
                Expectations.Mode.QUICK_CHECK, true, List.of(), List.of(endless), Duration.ofMillis(300));

        DrillResult result = bench("ltx/basic").drill(new Point.Newest(), expectations);

        assertThat(result.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void isInconclusiveWhenInterruptedAndLeavesNothingBehind() throws IOException {
        DrillBench bench = bench("ltx/basic");
        Thread.currentThread().interrupt();
        try {
            assertThat(bench.drill().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        } finally {
            Thread.interrupted();
        }
        assertThat(bench.scratch()).isEmptyDirectory();
    }

    @Test
    void saysThatATimeAfterTheNewestChangeMeansTheNewestState() throws IOException {
        DrillBench bench = bench("ltx/basic");

        DrillResult later = bench.drill(new Point.AtTime(Instant.parse("2100-01-01T00:00:00Z")), DrillBench.SOUND);

        assertThat(later.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(later.restored().orElseThrow().request().afterNewest()).isTrue();
        assertThat(bench.drill().restored().orElseThrow().request().afterNewest())
                .isFalse();
    }

    @Test
    void isInconclusiveForABackupInAnUnknownFormat() throws IOException {
        DrillBench bench = bench("wal/basic");
        for (Path file : bench.files("/generations/")) {
            bench.encrypt(file);
        }

        DrillResult result = bench.drill();

        assertThat(result.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(result.findings()).extracting(Finding::code).containsExactly(FindingCode.FILE_UNSUPPORTED);
    }

    /** A check calls such a file unsupported; that is not damage, and the file may be sound. */
    @Test
    void namesTheNewestReadableStateWhereTheNewestFileIsOfAnUnknownFormat() throws IOException {
        DrillBench bench = bench("wal/basic");
        List<Path> segments = bench.files("/wal/");
        bench.encrypt(segments.get(segments.size() - 1));

        DrillResult result = bench.drill();

        assertThat(result.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(result.findings()).extracting(Finding::code).containsExactly(FindingCode.FILE_UNSUPPORTED);
        assertThat(result.restored().orElseThrow().fallback()).isPresent();
    }

    @Test
    void reportsNoDamageWhereTheNewestSnapshotIsOfAnUnknownFormat() throws IOException {
        DrillBench bench = bench("wal/generations");
        bench.encrypt(newestSnapshot(bench));

        DrillResult result = bench.drill();

        assertThat(result.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(result.findings()).extracting(Finding::code).containsExactly(FindingCode.FILE_UNSUPPORTED);
    }

    @Test
    void saysThatAnIdentityIsNeededAndNotThatAnythingIsDamaged() throws IOException {
        DrillBench bench = bench("wal/encrypted").with(AgeBuilder.key().identities());

        DrillResult result = bench.drill();

        assertThat(result.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(result.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.FILE_UNSUPPORTED);
            assertThat(finding.message()).contains("encrypted with age for another key");
            assertThat(finding.hint().text()).contains("age.identities");
        });
    }

    @Test
    void fallsBackBeforeAnAlteredFileOfAnEncryptedReplica() throws IOException {
        DrillBench bench = bench("wal/encrypted");
        List<Path> segments = bench.files("/wal/");
        Path altered = segments.get(segments.size() - 2);
        bench.flip(altered, Files.size(altered) - 1);

        DrillResult result = bench.drill();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings()).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.FILE_DAMAGED);
            assertThat(finding.where()).endsWith(altered.getFileName().toString());
        });
        assertThat(result.restored().orElseThrow().fallback()).isPresent();
    }

    @Test
    void sweepsWhatACrashLeftAndNothingThatIsInUse() throws IOException {
        Path root = folder.resolve("scratch");
        Files.createDirectories(root.resolve("drill-dead"));
        Files.writeString(root.resolve("drill-dead/restored.db"), "half");
        Files.createFile(root.resolve("drill-dead.lock"));
        Files.createDirectories(root.resolve("somebody-elses"));
        try (Scratch alive = Scratch.open(root, "alive")) {
            assertThat(Scratch.sweep(root)).containsExactly(root.resolve("drill-dead"));
            assertThat(alive.folder()).isDirectory();
        }
        assertThat(root).isDirectoryContaining("glob:**/somebody-elses");
        assertThat(root.toFile().list()).containsExactly("somebody-elses");
    }
}
