package io.litedrill.check;

import static io.litedrill.replica.Listing.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.live.FileStamp;
import io.litedrill.live.LiveState;
import io.litedrill.live.LiveState.Wal;
import io.litedrill.live.LiveState.WalState;
import io.litedrill.replica.Listing;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Replica;
import io.litedrill.replica.Salts;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.format.WalBuilder;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.replica.timeline.Span;
import io.litedrill.replica.timeline.Window;
import io.litedrill.storage.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live WAL has numbers as pages; each frame is a commit of a database of nine pages. */
class WritesLostTest {
    private static final int PAGE = 512;
    private static final int FRAME = 24 + PAGE;
    private static final long PAGES = 9;
    private static final long NOW = 1000;

    @TempDir
    Path folder;

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final Map<ReplicaId, WalMemory> kept = new HashMap<>();
    private final ReplicaHistory memory = new ReplicaHistory() {
        @Override
        public Optional<Instant> firstSeen(ReplicaId id) {
            return Optional.empty();
        }

        @Override
        public Optional<PastDrills> drills(ReplicaId id) {
            return Optional.empty();
        }

        @Override
        public Optional<WalMemory> wal(ReplicaId id) {
            return Optional.ofNullable(kept.get(id));
        }

        @Override
        public void remember(ReplicaId id, WalMemory now) {
            kept.put(id, now);
        }
    };

    private Path live;

    @BeforeEach
    void replicate() throws IOException {
        live = Files.write(folder.resolve("app.db"), new byte[PAGE]);
        store.put(
                "app/ltx/9/0000000000000001-0000000000000001.ltx",
                LtxBuilder.snapshot(PAGE, PAGES, 1, 0).timestamp(second(1)).build(),
                second(1));
        put(2, 10, 0, 2, 1, 2);
    }

    /** Adds a level-0 file made from frames of the WAL with this salt. */
    private void put(long txid, long salt, int from, int to, long... pages) {
        LtxBuilder file = LtxBuilder.of(PAGE, PAGES)
                .txids(txid, txid)
                .timestamp(second(txid))
                .wal(32 + (long) from * FRAME, (long) (to - from) * FRAME, salt, 7 * salt);
        for (long page : pages) {
            file.page(page, new byte[PAGE]);
        }
        store.put(String.format("app/ltx/0/%016x-%016x.ltx", txid, txid), file.build(), second(txid));
    }

    private static byte[] wal(long salt, long... pages) {
        WalBuilder wal = new WalBuilder(PAGE).salts(salt, 7 * salt);
        for (long page : pages) {
            wal.frame(page, PAGES, new byte[PAGE]);
        }
        return wal.build();
    }

    private void live(byte[] wal) throws IOException {
        Files.write(Path.of(live + "-wal"), wal);
    }

    /** Overwrites the old WAL with the new one, as SQLite does, without truncating the file. */
    private static byte[] over(byte[] previous, byte[] wal) {
        byte[] file = previous.clone();
        System.arraycopy(wal, 0, file, 0, wal.length);
        return file;
    }

    private CheckedReplica watched() {
        Replica replica = new Replica(store, "app");
        return new CheckedReplica(
                new ReplicaId("shop", "file"), replica, Optional.of(live), Case.OBJECTIVES, WriterSettings.DEFAULTS);
    }

    private List<Finding> lost() {
        return new Checker(memory, new ReadingCache(100), () -> second(NOW), pause -> {})
                .check(watched()).findings().stream()
                        .filter(finding -> finding.code() == FindingCode.WRITES_LOST)
                        .toList();
    }

    private void assertLost() {
        assertThat(lost()).singleElement().returns(Severity.CRITICAL, Finding::severity);
    }

    @Test
    void whatWasSeenAndIsNotReplicatedWhenTheReplicaGoesOnIsLost() throws IOException {
        live(wal(10, 1, 2, 3));
        assertThat(lost()).as("on its way").isEmpty();
        live(wal(11, 4));
        assertThat(lost()).as("nothing is uploaded yet").isEmpty();
        put(3, 11, 0, 1, 4);

        assertThat(lost()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(finding.where()).isEqualTo("memory://store/app");
            assertThat(finding.message())
                    .contains("up to byte " + (32 + 3 * FRAME), "up to byte " + (32 + 2 * FRAME))
                    .contains("0000000000000002", "0000000000000003", second(3).toString());
            assertThat(finding.hint().text()).contains("keep the live database safe", "snapshot");
        });
    }

    @Test
    void aLossIsRememberedUntilThereIsASnapshotFromAfterIt() throws IOException {
        live(wal(10, 1, 2, 3));
        lost();
        live(wal(11, 4));
        put(3, 11, 0, 1, 4);
        assertLost();
        Files.delete(Path.of(live + "-wal"));
        store.delete("app/ltx/0/0000000000000002-0000000000000002.ltx");
        assertLost();

        store.put(
                "app/ltx/1/0000000000000001-0000000000000003.ltx",
                LtxBuilder.snapshot(PAGE, PAGES, 3, 0).build(),
                second(4));
        assertLost();
        store.put(
                "app/ltx/9/0000000000000001-0000000000000003.ltx",
                LtxBuilder.snapshot(PAGE, PAGES, 3, 0).build(),
                second(5));
        assertThat(lost()).isEmpty();
        assertThat(kept.values()).allSatisfy(known -> assertThat(known.losses()).isEmpty());
    }

    @Test
    void theWindowHasAGapAtALossAndDoesNotTrustWhatFollows() throws IOException {
        live(wal(10, 1, 2, 3));
        lost();
        live(wal(11, 4));
        put(3, 11, 0, 1, 4);
        assertLost();

        Window window = window();

        assertThat(window.spans()).hasSize(2).extracting(Span::trusted).containsExactly(true, false);
        assertThat(window.spans().get(0).to().position()).isEqualTo(new LtxPosition(2));
        assertThat(window.spans().get(1).from().position()).isEqualTo(new LtxPosition(3));
        assertThat(window.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.after()).contains(window.spans().get(0).to());
            assertThat(gap.before()).isEqualTo(second(3));
            assertThat(gap.missing().what()).contains("skipped");
        });
        store.put(
                "app/ltx/9/0000000000000001-0000000000000003.ltx",
                LtxBuilder.snapshot(PAGE, PAGES, 3, 0).build(),
                second(5));
        assertThat(window().spans()).extracting(Span::trusted).containsOnly(true);
    }

    private Window window() throws IOException {
        CheckedReplica watched = watched();
        Scan scan = watched.scanner(new ReadingCache(100), memory, () -> second(NOW))
                .scan(Depth.FULL);
        assertThat(ReplicaRules.doubts(watched, scan, memory, second(NOW)))
                .extracting(Finding::code)
                .isSubsetOf(FindingCode.WRITES_LOST, FindingCode.CLOCK_SKEW);
        return ReplicaRules.window(watched, scan, memory);
    }

    @Test
    void whatArrivedBeforeTheReplicaWentOnIsNotLost() throws IOException {
        live(wal(10, 1, 2, 3));
        assertThat(lost()).isEmpty();
        put(3, 10, 2, 3, 3);
        put(4, 11, 0, 1, 4);
        live(wal(11, 4));
        assertThat(lost()).isEmpty();
    }

    /** No check read the old WAL, but its end follows the new one in the file. */
    @Test
    void framesLeftBehindTheNewWalShowWhatIsLost() throws IOException {
        live(over(wal(10, 1, 2, 3), wal(11, 4)));
        put(3, 11, 0, 1, 4);

        assertLost();
    }

    @Test
    void framesLeftBehindThatAreReplicatedAreNotLost() throws IOException {
        put(3, 10, 2, 3, 3);
        live(over(wal(10, 1, 2, 3), wal(11, 4)));
        put(4, 11, 0, 1, 4);

        assertThat(lost()).isEmpty();
    }

    @Test
    void aNextFileThatHoldsTheWholeDatabaseMakesUpForIt() throws IOException {
        live(wal(10, 1, 2, 3));
        lost();
        live(wal(11, 4));
        put(3, 11, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9);

        assertThat(lost()).isEmpty();
    }

    @Test
    void aNextFileThatHoldsEachPageThatIsMissingMakesUpForIt() throws IOException {
        live(over(wal(10, 1, 2, 3, 5), wal(11, 3)));
        put(3, 11, 0, 1, 3, 5);
        assertThat(lost()).isEmpty();

        live(over(wal(10, 1, 2, 3, 5), wal(11, 3)));
        put(3, 11, 0, 1, 3);
        kept.clear();
        assertLost();
    }

    @Test
    void aWalThatWasSkippedIsLost() throws IOException {
        live(wal(11, 4, 5));
        assertThat(lost()).isEmpty();
        live(wal(12, 6));
        put(3, 12, 0, 1, 6);

        assertThat(lost()).singleElement().matches(finding -> finding.message().contains("has nothing of it"));
    }

    /** The files between are unknown: their compactions name no WAL. */
    @Test
    void whatMayHaveBeenReplicatedMeanwhileIsNoFinding() throws IOException {
        live(wal(10, 1, 2, 3));
        lost();
        store.put(
                "app/ltx/1/0000000000000001-0000000000000008.ltx",
                LtxBuilder.snapshot(PAGE, PAGES, 8, 0).build(),
                second(8));
        store.delete("app/ltx/0/0000000000000002-0000000000000002.ltx");
        put(9, 11, 0, 1, 4);
        live(wal(11, 4));

        assertThat(lost()).isEmpty();
    }

    @Test
    void anotherDatabaseIsNotTakenForThisOne() throws IOException {
        live(wal(500_000, 1, 2, 3));
        assertThat(lost()).isEmpty();
        put(3, 11, 0, 1, 4);
        live(wal(500_001, 1));

        assertThat(lost()).isEmpty();
    }

    private static LiveState segmentsLive(long end) {
        Salts salts = Listing.SALTS;
        return new LiveState.Present(
                new Wal(
                        WalState.COMMITS,
                        Optional.of(new LiveState.Salts(salts.first(), salts.second())),
                        OptionalLong.of(end)),
                second(5),
                new FileStamp(4096, second(5)));
    }

    @Test
    void theEndOfAnIndexThatIsOverIsLost() throws Exception {
        Listing listing = new Listing().snapshot(0, 0).segment(0, 0, 1000, 5);
        ReadingCache cache = new ReadingCache(10);
        Case seen = new Case(listing).memory(memory).live(segmentsLive(1500));
        assertThat(WritesLostWatch.judge(seen.at(10), cache)).isEmpty();
        listing.segment(Listing.GENERATION, 1, 0, 6, new Reading.Measured(1000, Optional.of(new Salts(0, 8))));
        Case later = new Case(listing).memory(memory).live(new LiveState.Missing());
        assertThat(WritesLostWatch.judge(later.at(20), cache)).hasSize(1);

        listing.snapshot(1, 30);
        assertThat(WritesLostWatch.judge(later.at(40), cache)).isEmpty();
    }

    @Test
    void anUpgradedReplicaHasASnapshotFromAfterTheLoss() throws Exception {
        Listing listing = new Listing().snapshot(0, 0).segment(0, 0, 1000, 5);
        ReadingCache cache = new ReadingCache(10);
        WritesLostWatch.judge(
                new Case(listing).memory(memory).live(segmentsLive(1500)).at(10), cache);
        listing.segment(Listing.GENERATION, 1, 0, 6, new Reading.Measured(1000, Optional.of(new Salts(0, 8))));
        Case later = new Case(listing).memory(memory).live(new LiveState.Missing());
        assertThat(WritesLostWatch.judge(later.at(20), cache)).hasSize(1);

        listing.ltx(9, 1, 1, 30);
        assertThat(WritesLostWatch.judge(later.at(40), cache)).isEmpty();
    }

    @Test
    void anIndexThatArrivedWholeIsNotLost() throws Exception {
        Listing listing = new Listing().snapshot(0, 0).segment(0, 0, 1000, 5);
        ReadingCache cache = new ReadingCache(10);
        Case seen = new Case(listing).memory(memory).live(segmentsLive(1500));
        assertThat(WritesLostWatch.judge(seen.at(10), cache)).isEmpty();
        listing.segment(0, 1000, 1500, 6)
                .segment(Listing.GENERATION, 1, 0, 6, new Reading.Measured(1000, Optional.of(new Salts(0, 8))));

        assertThat(WritesLostWatch.judge(seen.at(20), cache)).isEmpty();
    }
}
