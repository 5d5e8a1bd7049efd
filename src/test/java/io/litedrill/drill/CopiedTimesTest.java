package io.litedrill.drill;

import static io.litedrill.check.FindingCode.FORKED;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.litestream.CaseArchive;
import io.litedrill.litestream.Dump;
import io.litedrill.litestream.GoldenManifest.Kind;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.WalPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Copies without the original times of files: a restore that depends on the newest generation or layout is refused.
 */
class CopiedTimesTest {
    private static final Instant COPIED = Instant.parse("2026-11-28T12:00:00.250Z");
    private static final String GENERATIONS = "wal/generations";
    private static final String UPGRADED = "both/upgraded";

    @TempDir
    Path folder;

    private DamageBench golden(String name) throws IOException {
        return DamageBench.golden(name, folder);
    }

    /** Copies the files in this order, with this number of milliseconds per file. */
    private static void copy(DamageBench bench, List<String> order, long millis, UnaryOperator<Instant> store)
            throws IOException {
        for (int i = 0; i < order.size(); i++) {
            bench.put(order.get(i), bench.bytes(order.get(i)), store.apply(COPIED.plusMillis(millis * i)));
        }
    }

    private static void assertRefuses(DamageBench bench, Point point) throws IOException {
        RestoreReport report = bench.restore(point);
        assertThat(report.word()).as(report.reason()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(report.reason()).contains("newest state is not known", "--position");
        assertThat(report.findings()).extracting(Finding::code).contains(FORKED);
        assertThat(bench.output()).doesNotExist();
        assertThat(bench.drill().outcome()).isEqualTo(DrillResult.Outcome.FAILED);
        assertThat(bench.check().findings()).extracting(Finding::code).contains(FORKED);
        assertThat(bench.scrub().findings()).extracting(Finding::code).contains(FORKED);
    }

    private static void assertRestoresNewest(DamageBench bench, String golden) throws IOException, SQLException {
        assertThat(bench.check().findings()).isEmpty();
        assertThat(bench.drill().outcome()).isEqualTo(DrillResult.Outcome.PASSED);
        assertThat(bench.restore(new Point.Newest()).word()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(Dump.sha256(bench.output()))
                .isEqualTo(GoldenReplica.load(golden).expected(Kind.NEWEST).dumpSha256());
    }

    @Test
    void generationsOfOneTimeAreNotOrdered() throws IOException, SQLException {
        Path replica = CaseArchive.unpack("generations-one-time", folder).resolve("replica");
        DamageBench bench = new DamageBench(folder);
        try (Stream<Path> files = Files.walk(replica)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Instant time = Files.getLastModifiedTime(file).toInstant();
                bench.put(replica.relativize(file).toString(), Files.readAllBytes(file), time);
            }
        }
        assertRefuses(bench, new Point.Newest());

        String message = bench.check().findings().get(0).message();
        WalPosition newest = WalPosition.parse("7c55ace1d380a580/00000000:173072");
        assertThat(message).contains("3 histories", "--position " + newest, "78b850eaf78177b3", "c7b2705c0d3202b9");
        RestoreReport named = bench.restore(new Point.AtPosition(newest));
        assertThat(named.word()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(named.restored().orElseThrow().userVersion().orElseThrow()).isEqualTo(15);
    }

    /** Times of {@code cp -r} rise in the order of names, which resembles times of writing. */
    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "20, false", "90, false", "20, true"})
    void aCopyInTheOrderOfNamesIsSeenByItsPace(long millis, boolean wholeSeconds) throws IOException {
        DamageBench bench = golden(GENERATIONS);
        UnaryOperator<Instant> store = wholeSeconds ? time -> time.truncatedTo(ChronoUnit.SECONDS) : time -> time;
        copy(bench, bench.paths(""), millis, store);

        assertRefuses(bench, new Point.Newest());
        assertRefuses(bench, new Point.AtTime(COPIED.plusSeconds(30)));
    }

    /** Times of {@code aws s3 sync} with slow uploads. */
    @Test
    void aCopyInAnyOrderIsSeen() throws IOException {
        DamageBench bench = golden(GENERATIONS);
        List<String> order = new ArrayList<>(bench.paths(""));
        Collections.shuffle(order, new Random(3));
        copy(bench, order, 2_000, time -> time);

        assertRefuses(bench, new Point.Newest());
    }

    @Test
    void twoNewestFilesOfOneTimeAreNotOrdered() throws IOException {
        DamageBench bench = golden(GENERATIONS);
        String last = bench.paths("7c55ace1d380a580/wal/").get(4);
        Instant end = bench.time(bench.paths("78b850eaf78177b3/wal/").get(4));
        bench.paths("7c55ace1d380a580/").forEach(path -> put(bench, path, end));

        assertThat(bench.time(last)).isEqualTo(end);
        assertRefuses(bench, new Point.Newest());
    }

    private static void put(DamageBench bench, String path, Instant time) {
        try {
            bench.put(path, bench.bytes(path), time);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /** Files that Litestream writes after the copy are newer than the copy. */
    @Test
    void aGenerationThatGrowsAfterTheCopyIsTheNewest() throws IOException, SQLException {
        DamageBench bench = golden(GENERATIONS);
        List<String> older = bench.paths("").stream()
                .filter(path -> !path.contains("7c55ace1d380a580"))
                .toList();
        copy(bench, older, 1, time -> time);
        Duration later = Duration.between(
                bench.time(bench.paths("7c55ace1d380a580/snapshots").get(0)), COPIED.plusSeconds(5));
        bench.paths("7c55ace1d380a580")
                .forEach(path -> put(bench, path, bench.time(path).plus(later)));

        assertRestoresNewest(bench, GENERATIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {GENERATIONS, UPGRADED, "wal/snapshots", "wal/torn", "wal/indexes"})
    void timesOfWritingOrderHistories(String name) throws IOException {
        assertThat(golden(name).check().findings()).extracting(Finding::code).doesNotContain(FORKED);
    }

    /** S3 keeps whole seconds. */
    @ParameterizedTest
    @ValueSource(strings = {GENERATIONS, UPGRADED})
    void timesOfWritingInWholeSecondsOrderHistories(String name) throws IOException, SQLException {
        DamageBench bench = golden(name);
        bench.paths("").forEach(path -> put(bench, path, bench.time(path).truncatedTo(ChronoUnit.SECONDS)));

        assertRestoresNewest(bench, name);
    }

    /** The headers of LTX files keep their times; the files of the generation have the times of the copy. */
    @ParameterizedTest
    @ValueSource(longs = {0, 10, 300, 2_000})
    void theLayoutsOfACopiedBucketAreNotOrdered(long millis) throws IOException, SQLException {
        DamageBench bench = golden(UPGRADED);
        List<String> order = Stream.concat(bench.paths("ltx/").stream(), bench.paths("generations/").stream())
                .toList();
        copy(bench, order, millis, time -> time.truncatedTo(ChronoUnit.SECONDS));

        assertRefuses(bench, new Point.Newest());
        assertThat(bench.check().findings().get(0).message()).contains("--txid 0000000000000006");
        bench.restore(new Point.AtPosition(new LtxPosition(6)));
        assertThat(Dump.sha256(bench.output()))
                .isEqualTo(GoldenReplica.load(UPGRADED).expected(Kind.NEWEST).dumpSha256());
    }

    /** For a time within the headers, the LTX files are used, independent of the times of the generations. */
    @Test
    void aTimeOfTheHeadersIsRestoredFromACopiedBucket() throws IOException {
        DamageBench bench = golden(UPGRADED);
        copy(bench, bench.paths(""), 10, time -> time);

        assertThat(bench.restore(new Point.AtTime(Instant.parse("2026-11-23T05:47:12Z")))
                        .word())
                .isEqualTo(OutcomeWord.RESTORED);
    }

    /** A generation of Litestream 0.3 that was started again after 0.5 is newer. */
    @Test
    void aGenerationWrittenAfterTheLtxFilesIsTheNewest() throws IOException {
        DamageBench bench = golden(UPGRADED);
        bench.paths("generations/")
                .forEach(path -> put(bench, path, bench.time(path).plusSeconds(3_600)));

        assertThat(bench.check().findings()).isEmpty();
        assertThat(bench.newest().orElseThrow().position()).isInstanceOf(WalPosition.class);
    }
}
