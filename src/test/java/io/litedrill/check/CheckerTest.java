package io.litedrill.check;

import static io.litedrill.replica.Listing.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.format.Lz4Builder;
import io.litedrill.replica.format.WalBuilder;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.storage.FaultInjectingStore;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckerTest {
    private static final String WAL = "app/generations/00000000000000aa/";
    private static final long HOUR = 3600;

    @TempDir
    Path folder;

    private final MemoryObjectStore memory = new MemoryObjectStore();
    private final FaultInjectingStore store = new FaultInjectingStore(memory);
    private final ReadingCache cache = new ReadingCache(1000);
    private Instant now = second(60);
    private Runnable meanwhile = () -> {};
    private final Checker checker = new Checker(ReplicaHistory.NONE, cache, () -> now, duration -> meanwhile.run());

    private CheckResult check(Optional<Path> live) {
        return checker.check(watched(live));
    }

    private CheckedReplica watched(Optional<Path> live) {
        return new CheckedReplica(
                new ReplicaId("shop", "file"),
                new Replica(store, "app"),
                live,
                Case.OBJECTIVES,
                WriterSettings.DEFAULTS);
    }

    private CheckResult check() {
        return check(Optional.empty());
    }

    private void wal(byte[] wal) {
        memory.put(WAL + "snapshots/00000000.snapshot.lz4", Lz4Builder.frame(new byte[512]), second(0));
        memory.put(WAL + "wal/00000000_00000000.wal.lz4", Lz4Builder.frame(wal), second(10));
    }

    private Path live(byte[] wal) throws IOException {
        Path live = Files.write(folder.resolve("app.db"), new byte[512]);
        Path beside = Files.write(folder.resolve("app.db-wal"), wal);
        Files.setLastModifiedTime(live, FileTime.from(second(5)));
        Files.setLastModifiedTime(beside, FileTime.from(second(5)));
        return live;
    }

    private static byte[] commit() {
        return new WalBuilder(512).frame(1, 1, new byte[512]).build();
    }

    @Test
    void aSoundReplicaIsOkAndItsCostIsCounted() {
        wal(commit());

        CheckResult result = check();

        assertThat(result.verdict()).isEqualTo(Verdict.OK);
        assertThat(result.run().cost().requests()).isEqualTo(5);
        assertThat(result.run().cost().bytesRead()).isPositive();
        assertThat(result.seen().extent().files()).isEqualTo(2);
        assertThat(check().run().cost().requests())
                .as("read once, then remembered")
                .isEqualTo(3);
    }

    @Test
    void aNewestGenerationWithoutSegmentsIsNoInternalError() {
        wal(commit());
        memory.put(
                "app/generations/00000000000000bb/snapshots/00000000.snapshot.lz4",
                Lz4Builder.frame(new byte[512]),
                second(20));

        assertThat(check().findings()).extracting(Finding::severity).doesNotContain(Severity.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE,STORAGE_UNREACHABLE",
        "ACCESS_DENIED,ACCESS_DENIED",
        "NO_SUCH_CONTAINER,STORAGE_UNREACHABLE"
    })
    void aStoreThatCannotBeReadIsUnknown(Kind kind, FindingCode code) {
        wal(commit());
        store.failList("", kind);

        CheckResult result = check();

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.findings()).singleElement().returns(code, Finding::code);
        assertThat(result.run().cost().requests()).isEqualTo(1);
    }

    @Test
    void anEmptyPrefixNamesItsNeighboursOnce() {
        memory.put("generations/00000000000000aa/snapshots/00000000.snapshot.lz4", new byte[9]);
        memory.put("generations/00000000000000bb/snapshots/00000000.snapshot.lz4", new byte[9]);
        memory.put("other/ltx/0/0000000000000001-0000000000000001.ltx", new byte[9]);

        assertThat(check().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.PREFIX_EMPTY);
            assertThat(finding.hint().text()).endsWith("seen at memory://store/, memory://store/other");
        });
    }

    @Test
    void foreignFilesAreNoBackup() {
        memory.put("app/readme.txt", new byte[9]);

        assertThat(check().findings()).extracting(Finding::code).containsExactly(FindingCode.NO_BACKUP);
    }

    /** Litestream deletes files during a check. */
    @Test
    void aFileThatIsGoneIsListedAgain() {
        wal(commit());
        store.failCall(4, Kind.NOT_FOUND);

        assertThat(check().verdict()).isEqualTo(Verdict.OK);
    }

    private static byte[] commitOf(int pages) {
        return new WalBuilder(512).frame(1, pages, new byte[512]).build();
    }

    /** Writes a database, and after it a generation whose only segment ends with this number of pages. */
    private void restartedWith(int pages) {
        byte[] much = new byte[400_000];
        new Random(1).nextBytes(much);
        String older = "app/generations/00000000000000a0/";
        memory.put(older + "snapshots/00000000.snapshot.lz4", Lz4Builder.frame(much), second(-900));
        memory.put(older + "wal/00000000_00000000.wal.lz4", Lz4Builder.frame(commitOf(800)), second(-890));
        wal(commitOf(pages));
    }

    @Test
    void aDatabaseThatWasBegunAnewWithNothingInItIsEmpty() {
        restartedWith(3);

        assertThat(check().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.DATABASE_EMPTY);
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(finding.where()).endsWith("00000000000000a0/wal/00000000_00000000.wal.lz4");
        });
    }

    @Test
    void aDatabaseThatIsMerelySmallerIsNot() {
        restartedWith(4);

        assertThat(check().findings()).isEmpty();
    }

    @Test
    void theHeadersOfLtxFilesShowWhetherAnythingIsLeft() {
        byte[] whole = LtxBuilder.snapshot(512, 1, 1, 0).timestamp(second(0)).build();
        memory.put("app/ltx/9/0000000000000001-0000000000000001.ltx", whole, second(0));
        memory.put("app/ltx/0/0000000000000002-0000000000000002.ltx", ltx(2, 9), second(10));
        memory.put("app/ltx/1/0000000000000002-0000000000000002.ltx", ltx(2, 9), second(10));
        assertThat(check().findings()).isEmpty();

        memory.put("app/ltx/0/0000000000000003-0000000000000003.ltx", ltx(3, 2), second(20));
        assertThat(check().findings()).extracting(Finding::code).containsExactly(FindingCode.DATABASE_EMPTY);
    }

    private static byte[] ltx(long txid, int pages) {
        return LtxBuilder.of(512, pages)
                .txids(txid, txid)
                .timestamp(second(10 * txid - 10))
                .page(1, new byte[512])
                .build();
    }

    private static byte[] commits(int count) {
        WalBuilder wal = new WalBuilder(512);
        for (int i = 0; i < count; i++) {
            wal.frame(1, 1, new byte[512]);
        }
        return wal.build();
    }

    /** Idle for a day and written to just now: Litestream could not upload the change yet. */
    @Test
    void aChangeThatArrivesBetweenTwoListingsIsNoFinding() throws IOException {
        wal(commits(1));
        Optional<Path> live = Optional.of(live(commits(2)));
        now = second(24 * HOUR);
        byte[] second = Arrays.copyOfRange(commits(2), commits(1).length, commits(2).length);
        String key = WAL + String.format("wal/00000000_%08x.wal.lz4", commits(1).length);
        meanwhile = () -> memory.put(key, Lz4Builder.frame(second), now);

        assertThat(check(live).findings()).extracting(Finding::code).doesNotContain(FindingCode.STALE);
    }

    /** A machine with a hundred stale replicas would delay the checks of all others. */
    @Test
    void aReplicaThatWasStaleBeforeIsNotWaitedFor() throws IOException {
        wal(commits(1));
        Optional<Path> live = Optional.of(live(commits(2)));
        now = second(24 * HOUR);
        List<Duration> waits = new ArrayList<>();

        assertThat(codes(checkAfter(Set.of(FindingCode.STALE), waits, live))).contains(FindingCode.STALE);
        assertThat(waits).as("stale before").isEmpty();
        assertThat(codes(checkAfter(Set.of(FindingCode.GAP), waits, live))).contains(FindingCode.STALE);
        assertThat(waits).as("not stale before").hasSize(1);
    }

    private CheckResult checkAfter(Set<FindingCode> before, List<Duration> waits, Optional<Path> live) {
        ReplicaHistory history = new ReplicaHistory() {
            @Override
            public Set<FindingCode> lastFindings(ReplicaId id) {
                return before;
            }
        };
        return new Checker(history, cache, () -> now, waits::add).check(watched(live));
    }

    private static List<FindingCode> codes(CheckResult result) {
        return result.findings().stream().map(Finding::code).toList();
    }

    @Test
    void aChangeThatDoesNotArriveIsStale() throws IOException {
        wal(commits(1));
        Optional<Path> live = Optional.of(live(commits(2)));
        now = second(HOUR);

        assertThat(check(live).findings()).extracting(Finding::code).contains(FindingCode.STALE);
    }

    @Test
    void anIdleWeekOfLayoutWalGivesNoFinding() throws IOException {
        wal(commit());
        Optional<Path> live = Optional.of(live(commit()));

        for (long hour = 1; hour < 7 * 24; hour++) {
            now = second(hour * HOUR);
            if (hour % 24 == 0) {
                // rewritten under its own key at this moment
                memory.put(WAL + "snapshots/00000000.snapshot.lz4", Lz4Builder.frame(new byte[512]), now);
            }
            CheckResult result = check(live);
            assertThat(result.findings()).as("hour " + hour).isEmpty();
            assertThat(result.seen().newest()).isPresent();
        }
    }

    /** A recent snapshot is not proved without an equal live database, or after the live database changed. */
    @Test
    void aYoungSnapshotIsNotProvedByALiveDatabaseThatWentOn() throws IOException {
        wal(commit());
        now = second(24 * HOUR);
        memory.put(WAL + "snapshots/00000000.snapshot.lz4", Lz4Builder.frame(new byte[512]), now);
        byte[] more = new WalBuilder(512)
                .frame(1, 1, new byte[512])
                .frame(1, 1, new byte[512])
                .build();

        assertThat(check(Optional.of(live(more))).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(check().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void anIdleWeekOfLayoutLtxGivesNoFinding() throws IOException {
        byte[] wal = commit();
        byte[] first = LtxBuilder.snapshot(512, 1, 1, 0).timestamp(second(0)).build();
        byte[] second = LtxBuilder.of(512, 1)
                .txids(2, 2)
                .timestamp(second(10))
                .wal(32, 536, 0x8000_0001L, 0xfedc_ba98L)
                .page(1, new byte[512])
                .build();
        memory.put("app/ltx/9/0000000000000001-0000000000000001.ltx", first, second(0));
        memory.put("app/ltx/0/0000000000000002-0000000000000002.ltx", second, second(10));
        Optional<Path> live = Optional.of(live(wal));

        for (long hour = 1; hour < 7 * 24; hour++) {
            now = second(hour * HOUR);
            assertThat(check(live).findings()).as("hour " + hour).isEmpty();
        }
    }
}
