package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Severity;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.Retention;
import io.litedrill.history.SqliteHistory;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.replica.timeline.Gap;
import io.litedrill.replica.timeline.ProvedPoints;
import io.litedrill.replica.timeline.Span;
import io.litedrill.replica.timeline.Window;
import io.litedrill.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proof of a drill, scrub or restore about a file holds in every run until the file changes. */
class ProvedDamageTest {
    private static final Permissions NOTHING = Permissions.NONE;

    @TempDir
    Path folder;

    private HistoryStore history;

    @BeforeEach
    void open() {
        history = SqliteHistory.open(folder.resolve("home"), Retention.DEFAULT, InstantSource.system());
    }

    @AfterEach
    void close() {
        history.close();
    }

    private DamageBench bench(String golden) throws IOException {
        DamageBench bench = DamageBench.golden(golden, folder);
        bench.remember(history.replicas());
        return bench;
    }

    /** Damages a file that the newest state requires, at a place that is not part of its headers. */
    private static String damage(DamageBench bench) throws IOException {
        String needed = needed(bench);
        bench.flip(needed, bench.bytes(needed).length - 12, 0x10);
        return needed;
    }

    private static String needed(DamageBench bench) {
        return Stream.of("snapshots/", "/0/", "0000/")
                .map(bench::paths)
                .filter(paths -> !paths.isEmpty())
                .map(paths -> paths.get(paths.size() - 1))
                .findFirst()
                .orElseThrow();
    }

    private static List<FindingCode> codes(List<Finding> findings) {
        return findings.stream().map(Finding::code).distinct().toList();
    }

    private static boolean endsInGap(Window window) {
        return window.gaps().stream()
                .map(gap -> gap.missing().kind())
                .anyMatch(kind -> kind == Gap.Kind.DAMAGE || kind == Gap.Kind.NO_SNAPSHOT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal/shrunk", "ltx/basic"})
    void aDrillThatProvedDamageMakesItAGapEverywhere(String golden) throws IOException {
        DamageBench bench = bench(golden);
        String damaged = damage(bench);
        assertThat(bench.drill().outcome()).isEqualTo(DrillResult.Outcome.FAILED);

        assertThat(endsInGap(bench.window())).isTrue();
        Finding finding = bench.check().findings().stream()
                .filter(each -> each.code() == FindingCode.FILE_DAMAGED)
                .findFirst()
                .orElseThrow();
        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.where()).endsWith(damaged);
        assertThat(finding.message()).contains("proved by the drill of 20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal/shrunk", "ltx/basic"})
    void soDoesAScrub(String golden) throws IOException {
        DamageBench bench = bench(golden);
        damage(bench);
        bench.scrub();

        assertThat(endsInGap(bench.window())).isTrue();
        assertThat(bench.check().findings())
                .anyMatch(finding -> finding.message().contains("proved by the scrub of 20"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal/shrunk", "ltx/basic"})
    void soDoesARestoreThatFailed(String golden) throws IOException {
        DamageBench bench = bench(golden);
        damage(bench);
        assertThat(bench.restore(new Point.Newest(), NOTHING).word()).isEqualTo(OutcomeWord.FAILED);

        assertThat(endsInGap(bench.window())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal/shrunk", "ltx/basic"})
    void aFileOfAnotherTimeIsJudgedAnew(String golden) throws IOException {
        DamageBench bench = bench(golden);
        String needed = needed(bench);
        byte[] sound = bench.bytes(needed);
        damage(bench);
        bench.scrub();
        bench.put(needed, sound, bench.time(needed).plusMillis(1));

        assertThat(endsInGap(bench.window())).isFalse();
        assertThat(codes(bench.check().findings())).doesNotContain(FindingCode.FILE_DAMAGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal/shrunk", "ltx/basic"})
    void aRestoreReadsAgainWhatWasMendedUnderTheSameNameSizeAndTime(String golden) throws IOException {
        DamageBench bench = bench(golden);
        String needed = needed(bench);
        byte[] sound = bench.bytes(needed);
        damage(bench);
        bench.scrub();
        bench.replace(needed, sound);
        assertThat(endsInGap(bench.window())).isTrue();

        RestoreReport report = bench.restore(new Point.Newest(), NOTHING);

        assertThat(report.word()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(report.findings()).isEmpty();
        assertThat(endsInGap(bench.window())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal/shrunk", "ltx/basic"})
    void aDrillReadsItAgainToo(String golden) throws IOException {
        DamageBench bench = bench(golden);
        String needed = needed(bench);
        byte[] sound = bench.bytes(needed);
        damage(bench);
        bench.drill();
        bench.replace(needed, sound);

        assertThat(bench.drill().outcome()).isEqualTo(DrillResult.Outcome.PASSED);
        assertThat(codes(bench.check().findings())).doesNotContain(FindingCode.FILE_DAMAGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal/shrunk", "ltx/basic"})
    void aScrubReadsItAgainToo(String golden) throws IOException {
        DamageBench bench = bench(golden);
        String needed = needed(bench);
        byte[] sound = bench.bytes(needed);
        damage(bench);
        bench.scrub();
        bench.replace(needed, sound);
        bench.scrub();

        assertThat(endsInGap(bench.window())).isFalse();
    }

    @Test
    void whatIsDamagedStillIsNotRestoredAndFallbackGoesAround() throws IOException {
        DamageBench bench = bench("ltx/basic");
        damage(bench);
        bench.scrub();

        assertThat(bench.restore(new Point.Newest(), NOTHING).word()).isNotEqualTo(OutcomeWord.RESTORED);
        RestoreReport fallback = bench.restore(new Point.Newest());
        assertThat(fallback.word()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(fallback.restored().orElseThrow().fallback()).isPresent();
    }

    /** The bytes are wrong once, as after an undetected fault of memory or network. */
    @ParameterizedTest
    @ValueSource(strings = {"wal/shrunk", "ltx/basic"})
    void bytesThatAreWrongOnceAreNotRemembered(String golden) throws IOException {
        DamageBench bench = bench(golden);
        String needed = needed(bench);
        byte[] sound = bench.bytes(needed);
        byte[] wrong = sound.clone();
        wrong[sound.length - 12] ^= 0x10;
        int[] opened = {0};
        bench.beforeOpen(needed, () -> bench.replace(needed, opened[0]++ == 0 ? wrong : sound));
        bench.scrub();
        assertThat(opened[0]).isGreaterThan(1);
        assertThat(endsInGap(bench.window())).isFalse();

        opened[0] = 0;
        bench.drill();
        assertThat(endsInGap(bench.window())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal/shrunk", "ltx/basic"})
    void aSpanIsProvedWhenAllOfItWasReadAndADrillPassed(String golden) throws IOException {
        DamageBench bench = bench(golden);
        assertThat(proved(bench)).containsOnly(false);
        bench.scrub();
        assertThat(proved(bench)).containsOnly(false);
        bench.drill();

        List<Span> spans = bench.window().spans();
        Span last = spans.get(spans.size() - 1);
        assertThat(last.proved().until()).contains(last.to().time());
        assertThat(last.proved().proved()).isPositive();
    }

    @Test
    void aSpanOfOneSnapshotIsProvedAsAWhole() throws IOException {
        DamageBench bench = bench("wal/basic");
        bench.scrub();
        bench.drill();
        assertThat(proved(bench)).containsOnly(true);

        List<String> segments = bench.paths("wal/");
        String newest = segments.get(segments.size() - 1);
        bench.put(newest, bench.bytes(newest), bench.time(newest).plusSeconds(1));
        Span last = bench.window().spans().get(0);
        assertThat(last.proved().all()).isFalse();
        assertThat(last.proved().proved()).isEqualTo(last.proved().points() - 1);
        assertThat(last.proved().ranges()).singleElement().satisfies(range -> {
            assertThat(range.from()).isEqualTo(last.from().time());
            assertThat(range.to()).isBefore(last.to().time());
        });
    }

    /** A file of level 1 replaces the changed file, from TXID 22 to 27. */
    @Test
    void pointsThatAreNotProvedDivideTheRanges() throws IOException {
        DamageBench bench = bench("ltx/compacted");
        bench.scrub();
        bench.drill();
        String inside = bench.paths("ltx/0/0000000000000024").get(0);
        Span before = last(bench);
        assertThat(before.proved().ranges()).hasSize(1);

        bench.put(inside, bench.bytes(inside), bench.time(inside).plusMillis(1));

        List<ProvedPoints.Range> ranges = last(bench).proved().ranges();
        assertThat(ranges).hasSize(2);
        assertThat(ranges.get(0).to()).isBefore(bench.time(inside));
        assertThat(ranges.get(1).from()).isAfter(bench.time(inside));
        assertThat(ranges.get(1).points()).as("TXIDs 27, 28 and 29").isEqualTo(3);
        assertThat(ranges.get(0).points() + 3)
                .as("all but TXIDs 24, 25 and 26")
                .isEqualTo(before.proved().proved() - 3);
    }

    private static Span last(DamageBench bench) throws StorageException {
        List<Span> spans = bench.window().spans();
        return spans.get(spans.size() - 1);
    }

    private static List<Boolean> proved(DamageBench bench) throws StorageException {
        return bench.window().spans().stream().map(span -> span.proved().all()).toList();
    }

    @Test
    void whatOneProcessProvedAnotherUses() throws IOException {
        DamageBench bench = bench("ltx/basic");
        damage(bench);
        bench.scrub();
        try (HistoryStore other =
                SqliteHistory.open(folder.resolve("home"), Retention.DEFAULT, InstantSource.system())) {
            bench.remember(other.replicas());
            assertThat(endsInGap(bench.window())).isTrue();
        }
        assertThat(Files.exists(folder.resolve("home"))).isTrue();
    }

    /** More segments than a check reads during five listings. */
    @Test
    void thousandsOfDamagedSegmentsAreDamagedAndNotWrittenAgain() throws IOException {
        DamageBench bench = bench("wal/basic");
        List<String> segments = bench.paths("wal/");
        String last = segments.get(segments.size() - 1);
        for (int i = 1; i <= 6_000; i++) {
            String path = last.replaceFirst("[0-9a-f]{8}_[0-9a-f]+", String.format(Locale.ROOT, "%08x_00000000", i));
            bench.put(path, new byte[] {1, 2, 3, (byte) i}, bench.time(last).plusSeconds(i));
        }

        List<Finding> findings = bench.check().findings();

        assertThat(codes(findings)).contains(FindingCode.FILE_DAMAGED);
        assertThat(findings).noneMatch(finding -> finding.severity() == Severity.UNKNOWN);
    }
}
