package io.litedrill.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.InventoryReader;
import io.litedrill.replica.Point;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.format.Lz4Builder;
import io.litedrill.replica.format.TestPages;
import io.litedrill.replica.format.WalBuilder;
import io.litedrill.replica.timeline.Timeline;
import io.litedrill.restore.RestoreException.Reason;
import io.litedrill.storage.FaultInjectingStore;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreEngineTest {
    private static final int PAGE = 1024;
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final String WAL = "generations/00000000000000aa/";

    @TempDir
    Path folder;

    private final MemoryObjectStore memory = new MemoryObjectStore();
    private final FaultInjectingStore store = new FaultInjectingStore(memory);
    private Path output = Path.of("");
    private int seconds;

    @BeforeEach
    void name() {
        output = folder.resolve("out.db");
    }

    private void put(String key, byte[] bytes) {
        memory.put(key, bytes, START.plusSeconds(seconds++));
    }

    private void ltx(int level, long min, long max, LtxBuilder file) {
        put(
                String.format(Locale.ROOT, "ltx/%d/%016x-%016x.ltx", level, min, max),
                file.txids(min, max).build());
    }

    private void snapshot(long pages) throws IOException {
        ByteArrayOutputStream database = new ByteArrayOutputStream();
        for (long pgno = 1; pgno <= pages; pgno++) {
            database.write(first(pgno, 0));
        }
        put(WAL + "snapshots/00000000.snapshot.lz4", Lz4Builder.frame(database.toByteArray()));
    }

    /** Returns a page; page 1 begins with the header of a database of this page size. */
    private static byte[] first(long pgno, int variant) {
        byte[] page = TestPages.page(PAGE, pgno, variant);
        if (pgno == 1) {
            ByteBuffer.wrap(page)
                    .put("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII))
                    .putShort((short) PAGE)
                    .put(new byte[] {2, 2, 0, 64, 32, 32})
                    .put(new byte[76]);
        }
        return page;
    }

    private void segment(long index, long from, byte[] wal, long to) {
        byte[] part = Arrays.copyOfRange(wal, (int) from, (int) to);
        put(String.format(Locale.ROOT, WAL + "wal/%08x_%08x.wal.lz4", index, from), Lz4Builder.frame(part));
    }

    private void segment(long index, WalBuilder wal) {
        byte[] bytes = wal.build();
        segment(index, 0, bytes, bytes.length);
    }

    private RestorePlan plan() throws IOException {
        Replica replica = new Replica(store, "");
        Inventory inventory = InventoryReader.list(replica);
        Timeline timeline = Timeline.of(replica, inventory, WriterSettings.DEFAULTS, START.plusSeconds(100_000));
        return ((PlanResult.Planned) new Planner(replica, timeline).plan(new Point.Newest())).plan();
    }

    private long restore() throws IOException {
        return RestoreEngine.restore(plan(), output, RestoreListener.NONE);
    }

    private byte[] page(long pgno, int size) throws IOException {
        byte[] database = Files.readAllBytes(output);
        return Arrays.copyOfRange(database, (int) (pgno - 1) * size, (int) pgno * size);
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private void failsWithout(Class<? extends Throwable> type) throws IOException {
        RestorePlan plan = plan();
        assertThatThrownBy(() -> RestoreEngine.restore(plan, output, RestoreListener.NONE))
                .isInstanceOf(type);
        assertThat(left()).isEmpty();
    }

    private RestoreException fails(Reason reason) throws IOException {
        RestorePlan plan = plan();
        Throwable failure = catchThrowable(() -> RestoreEngine.restore(plan, output, RestoreListener.NONE));
        assertThat(failure).isInstanceOf(RestoreException.class);
        assertThat(((RestoreException) failure).reason()).isEqualTo(reason);
        assertThat(left()).isEmpty();
        return (RestoreException) failure;
    }

    @Test
    void anUnsyncedRestoreLeavesTheSameDatabaseAndNothingElse() throws IOException {
        snapshot(3);
        segment(0, new WalBuilder(PAGE).frame(2, 3, first(2, 1)));
        restore();
        byte[] synced = Files.readAllBytes(output);
        Files.delete(output);

        try (UnsyncedDatabase database = RestoreEngine.restoreUnsynced(plan(), output, RestoreListener.NONE)) {
            assertThat(database.bytes()).isEqualTo(3 * PAGE);
            assertThat(Files.readAllBytes(output)).isEqualTo(synced);
            assertThat(left()).containsExactly(output);
            database.sync();
        }
        assertThatThrownBy(() -> RestoreEngine.restoreUnsynced(plan(), output, RestoreListener.NONE))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(left()).containsExactly(output);
    }

    @Test
    void theNewestVersionOfEachPageIsTheOneThatCounts() throws IOException {
        ltx(9, 1, 1, LtxBuilder.snapshot(PAGE, 4, 1, 0));
        ltx(0, 2, 2, LtxBuilder.of(PAGE, 4).page(2, TestPages.page(PAGE, 2, 1)).page(3, TestPages.page(PAGE, 3, 1)));
        ltx(0, 3, 3, LtxBuilder.of(PAGE, 4).page(3, TestPages.page(PAGE, 3, 2)));

        assertThat(restore()).isEqualTo(4 * PAGE).isEqualTo(Files.size(output));

        assertThat(page(1, PAGE)).isEqualTo(TestPages.page(PAGE, 1, 0));
        assertThat(page(2, PAGE)).isEqualTo(TestPages.page(PAGE, 2, 1));
        assertThat(page(3, PAGE)).isEqualTo(TestPages.page(PAGE, 3, 2));
        assertThat(left()).containsExactly(output);
    }

    @Test
    void anLtxDatabaseShrinksAndGrows() throws IOException {
        ltx(9, 1, 1, LtxBuilder.snapshot(PAGE, 6, 1, 0));
        ltx(0, 2, 2, LtxBuilder.of(PAGE, 3).page(1, TestPages.page(PAGE, 1, 1)));
        assertThat(restore()).isEqualTo(3 * PAGE);

        Files.delete(output);
        ltx(0, 3, 3, LtxBuilder.of(PAGE, 5).page(4, TestPages.page(PAGE, 4, 2)).page(5, TestPages.page(PAGE, 5, 2)));
        assertThat(restore()).isEqualTo(5 * PAGE);
        assertThat(page(5, PAGE)).isEqualTo(TestPages.page(PAGE, 5, 2));
    }

    /** A whole database of over a gibibyte, in a file that is a hole except for the last page. */
    @Test
    void theLockPageIsZeros() throws IOException {
        int size = 65_536;
        long lock = (1L << 30) / size + 1;
        LtxBuilder snapshot = LtxBuilder.of(size, lock + 1);
        byte[] zeros = new byte[size];
        for (long pgno = 1; pgno <= lock + 1; pgno++) {
            if (pgno != lock) {
                snapshot.page(pgno, pgno > lock ? TestPages.page(size, pgno, 1) : zeros);
            }
        }
        ltx(9, 1, 1, snapshot);

        assertThat(restore()).isEqualTo((lock + 1) * size);

        try (var file = Files.newByteChannel(output)) {
            ByteBuffer two = ByteBuffer.allocate(2 * size);
            file.position((lock - 1) * size);
            while (two.hasRemaining() && file.read(two) >= 0) {
                // repeats until both pages are read
            }
            assertThat(Arrays.copyOf(two.array(), size)).isEqualTo(zeros);
            assertThat(Arrays.copyOfRange(two.array(), size, 2 * size)).isEqualTo(TestPages.page(size, lock + 1, 1));
        }
    }

    @Test
    void filesOfAChainHaveOnePageSize() throws IOException {
        ltx(9, 1, 1, LtxBuilder.snapshot(2 * PAGE, 2, 1, 0));
        ltx(0, 2, 2, LtxBuilder.of(PAGE, 2).page(2, TestPages.page(PAGE, 2, 1)));

        assertThat(fails(Reason.MISFIT)).hasMessageContaining("2048").hasMessageContaining("ltx/9/");
    }

    @Test
    void aHeaderSaysWhatTheNameSays() throws IOException {
        put(
                "ltx/9/0000000000000001-0000000000000002.ltx",
                LtxBuilder.snapshot(PAGE, 2, 1, 0).build());

        assertThat(fails(Reason.DAMAGED)).hasMessageContaining("its name does not");
    }

    @Test
    void aDamagedLtxFileNamesItself() throws IOException {
        ltx(9, 1, 1, LtxBuilder.snapshot(PAGE, 2, 1, 0).checksumError(4));
        ltx(0, 2, 2, LtxBuilder.of(PAGE, 2).page(2, TestPages.page(PAGE, 2, 1)));

        assertThat(fails(Reason.DAMAGED)).hasMessageContaining("ltx/9/0000000000000001-0000000000000001.ltx");
    }

    @Test
    void committedFramesAreAppliedAndOthersAreNot() throws IOException {
        snapshot(3);
        WalBuilder wal =
                new WalBuilder(PAGE).frame(2, 0, TestPages.page(PAGE, 2, 1)).frame(3, 3, TestPages.page(PAGE, 3, 1));
        segment(0, wal.frame(2, 0, TestPages.page(PAGE, 2, 9)).frame(3, 0, TestPages.page(PAGE, 3, 9)));

        assertThat(restore()).isEqualTo(3 * PAGE);

        assertThat(page(2, PAGE)).isEqualTo(TestPages.page(PAGE, 2, 1));
        assertThat(page(3, PAGE)).isEqualTo(TestPages.page(PAGE, 3, 1));
    }

    @Test
    void aWalDatabaseShrinksAndGrowsOverIndexes() throws IOException {
        snapshot(6);
        segment(0, new WalBuilder(PAGE).frame(1, 2, first(1, 1)));
        segment(
                1,
                new WalBuilder(PAGE).frame(3, 0, TestPages.page(PAGE, 3, 2)).frame(4, 4, TestPages.page(PAGE, 4, 2)));

        assertThat(restore()).isEqualTo(4 * PAGE);

        assertThat(page(3, PAGE)).isEqualTo(TestPages.page(PAGE, 3, 2));
        assertThat(page(4, PAGE)).isEqualTo(TestPages.page(PAGE, 4, 2));
    }

    /** SQLite writes every page by which a database grows: page 3 was written in the missing part. */
    @Test
    void aGrowthThatNothingWroteShowsThatTheEndOfAnIndexIsMissing() throws IOException {
        snapshot(6);
        segment(0, new WalBuilder(PAGE).frame(1, 2, first(1, 1)));
        segment(1, new WalBuilder(PAGE).frame(4, 4, TestPages.page(PAGE, 4, 2)));

        assertThat(fails(Reason.HOLE))
                .hasMessageContaining("00000001_00000000.wal.lz4: follows on a database of another size");
    }

    /**
     * Litestream checkpoints before a snapshot: after a VACUUM the snapshot is smaller than the database at the start
     * of the WAL.
     */
    @Test
    void aSnapshotThatAlreadyShrankIsSound() throws IOException {
        snapshot(2);
        segment(0, new WalBuilder(PAGE).frame(3, 6, TestPages.page(PAGE, 3, 1)).frame(1, 2, first(1, 1)));

        assertThat(restore()).isEqualTo(2 * PAGE);
    }

    @Test
    void aCommitThatClaimsUnwrittenPagesIsRefusedAndTakesNoRoom() throws IOException {
        snapshot(2);
        segment(0, new WalBuilder(PAGE).frame(1, 0x7fff_ffff, first(1, 1)));

        assertThat(fails(Reason.HOLE)).hasMessageContaining("00000000_00000000.wal.lz4");
    }

    @Test
    void aTransactionMayBeLargerThanMemoryForIt() throws IOException {
        snapshot(1);
        int pages = 20_000;
        WalBuilder wal = new WalBuilder(PAGE);
        for (int pgno = 2; pgno <= pages; pgno++) {
            wal.frame(pgno, pgno == pages ? pages : 0, TestPages.page(PAGE, pgno, 1));
        }
        segment(0, wal.frame(2, 0, TestPages.page(PAGE, 2, 9)));

        assertThat(restore()).isEqualTo((long) pages * PAGE);

        assertThat(page(2, PAGE)).isEqualTo(TestPages.page(PAGE, 2, 1));
        assertThat(page(pages, PAGE)).isEqualTo(TestPages.page(PAGE, pages, 1));
        assertThat(left()).containsExactly(output);
    }

    /** Tests the commits before a transaction that is larger than memory and never commits. */
    @Test
    void aLargeTransactionWithoutACommitChangesNothing() throws IOException {
        snapshot(2);
        WalBuilder wal = new WalBuilder(PAGE).frame(2, 2, TestPages.page(PAGE, 2, 1));
        for (int i = 0; i < 20_000; i++) {
            wal.frame(2 + i % 3, 0, TestPages.page(PAGE, 2, 9));
        }
        segment(0, wal);

        assertThat(restore()).isEqualTo(2 * PAGE);

        assertThat(page(2, PAGE)).isEqualTo(TestPages.page(PAGE, 2, 1));
        assertThat(left()).containsExactly(output);
    }

    @Test
    void theNewestWalIndexWinsAndEachPageIsWrittenOnce() throws IOException {
        snapshot(4);
        segment(
                0,
                new WalBuilder(PAGE).frame(2, 4, TestPages.page(PAGE, 2, 1)).frame(3, 4, TestPages.page(PAGE, 3, 1)));
        segment(
                1,
                new WalBuilder(PAGE).frame(3, 4, TestPages.page(PAGE, 3, 2)).frame(3, 4, TestPages.page(PAGE, 3, 3)));
        AtomicLong written = new AtomicLong();

        RestoreEngine.restore(plan(), output, new RestoreListener() {
            @Override
            public void done(ReplicaFile file) {}

            @Override
            public void wrote(long pages) {
                written.addAndGet(pages);
            }
        });

        assertThat(page(1, PAGE)).isEqualTo(first(1, 0));
        assertThat(page(2, PAGE)).isEqualTo(TestPages.page(PAGE, 2, 1));
        assertThat(page(3, PAGE)).isEqualTo(TestPages.page(PAGE, 3, 3));
        assertThat(written).hasValue(4);
    }

    /** Page 3 has no frame, although page 4 has two. */
    @Test
    void aPageThatNoFileHoldsIsRefused() throws IOException {
        snapshot(2);
        segment(0, new WalBuilder(PAGE).frame(4, 4, TestPages.page(PAGE, 4, 1)));

        assertThat(fails(Reason.MISFIT)).hasMessageContaining("holds page 3");
    }

    /** An older version of a truncated page is not restored. */
    @Test
    void aPageThatGrewAgainIsNotTakenFromBeforeTheTruncation() throws IOException {
        snapshot(4);
        segment(0, new WalBuilder(PAGE).frame(1, 2, first(1, 1)));
        segment(
                1,
                new WalBuilder(PAGE).frame(4, 0, TestPages.page(PAGE, 4, 2)).frame(4, 4, TestPages.page(PAGE, 4, 2)));

        assertThat(fails(Reason.HOLE)).hasMessageContaining("only 3 were written");
    }

    @Test
    void aHoleThatTheListingDidNotShowIsFound() throws IOException {
        snapshot(2);
        byte[] wal = new WalBuilder(PAGE)
                .frame(2, 2, TestPages.page(PAGE, 2, 1))
                .frame(2, 2, TestPages.page(PAGE, 2, 2))
                .frame(2, 2, TestPages.page(PAGE, 2, 3))
                .frame(2, 2, TestPages.page(PAGE, 2, 4))
                .build();
        int frame = 24 + PAGE;
        segment(0, 0, wal, 32 + frame);
        segment(0, 32 + 2 * frame, wal, 32 + 3 * frame);
        segment(0, 32 + 3 * frame, wal, wal.length);

        assertThat(fails(Reason.HOLE)).hasMessageContaining("00000000_00000850.wal.lz4");
    }

    @Test
    void aFrameWithAWrongChecksumNamesItsOwnSegment() throws IOException {
        snapshot(2);
        byte[] wal = new WalBuilder(PAGE)
                .frame(2, 2, TestPages.page(PAGE, 2, 1))
                .frame(2, 2, TestPages.page(PAGE, 2, 2))
                .frame(2, 2, TestPages.page(PAGE, 2, 3))
                .build();
        int frame = 24 + PAGE;
        wal[32 + frame + 500] ^= 1;
        for (int i = 0; i < 3; i++) {
            segment(0, i == 0 ? 0 : 32 + (long) i * frame, wal, 32 + (i + 1L) * frame);
        }

        assertThat(fails(Reason.DAMAGED)).hasMessageContaining("00000000_00000438.wal.lz4");
    }

    @Test
    void walAndSnapshotHaveOnePageSize() throws IOException {
        snapshot(2);
        segment(0, new WalBuilder(512).frame(2, 2, new byte[512]));

        assertThat(fails(Reason.MISFIT)).hasMessageContaining("512").hasMessageContaining("1024");
    }

    @Test
    void aSnapshotThatIsNoDatabaseNamesItself() throws IOException {
        put(WAL + "snapshots/00000000.snapshot.lz4", Lz4Builder.frame(new byte[3000]));

        assertThat(fails(Reason.DAMAGED)).hasMessageContaining("00000000.snapshot.lz4");
    }

    @Test
    void aFileThatIsNoFrameNamesItself() throws IOException {
        snapshot(2);
        put(WAL + "wal/00000000_00000000.wal.lz4", new byte[100]);

        assertThat(fails(Reason.DAMAGED)).hasMessageContaining("00000000_00000000.wal.lz4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.db", "out.db-wal", "out.db-shm", "out.db-journal"})
    void nothingThatIsThereIsTouched(String name) throws IOException {
        ltx(9, 1, 1, LtxBuilder.snapshot(PAGE, 2, 1, 0));
        Path there = Files.writeString(folder.resolve(name), "mine");

        assertThatThrownBy(this::restore)
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining(name);

        assertThat(left()).containsExactly(there);
        assertThat(there).hasContent("mine");
    }

    @Test
    void aDanglingLinkIsThereToo() throws IOException {
        ltx(9, 1, 1, LtxBuilder.snapshot(PAGE, 2, 1, 0));
        Files.createSymbolicLink(output, folder.resolve("nowhere"));

        assertThatThrownBy(this::restore).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(left()).containsExactly(output);
    }

    /** A file that is created while the restore runs is not replaced either. */
    @Test
    void aFileThatAppearsMeanwhileIsLeftAlone() throws IOException {
        ltx(9, 1, 1, LtxBuilder.snapshot(PAGE, 2, 1, 0));

        Throwable failure = catchThrowable(() -> RestoreEngine.restore(plan(), output, file -> {
            try {
                Files.writeString(output, "mine");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }));

        assertThat(failure).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(output).hasContent("mine");
        assertThat(left()).containsExactly(output);
    }

    @Test
    void aStoreThatBreaksOffLeavesNothingBehind() throws IOException {
        snapshot(2);
        segment(0, new WalBuilder(PAGE).frame(2, 2, TestPages.page(PAGE, 2, 1)));
        store.breakAfter(WAL + "wal/00000000_00000000.wal.lz4", 100);

        failsWithout(StorageException.class);
    }

    @Test
    void aStoreThatBreaksOffLeavesNothingOfAnLtxRestore() throws IOException {
        ltx(9, 1, 1, LtxBuilder.snapshot(PAGE, 2, 1, 0));
        store.breakAfter("ltx/9/0000000000000001-0000000000000001.ltx", 500);

        failsWithout(StorageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOT_FOUND", "CHANGED"})
    void aFileThatIsGoneMeansToPlanAgain(Kind kind) throws IOException {
        snapshot(2);
        segment(0, new WalBuilder(PAGE).frame(2, 2, TestPages.page(PAGE, 2, 1)));
        store.failKey(WAL + "wal/00000000_00000000.wal.lz4", kind);

        assertThat(fails(Reason.VANISHED).file().object().key()).endsWith("00000000_00000000.wal.lz4");
    }

    @Test
    void anInterruptEndsItAndLeavesNothing() throws IOException {
        ltx(9, 1, 1, LtxBuilder.snapshot(PAGE, 2, 1, 0));
        RestorePlan plan = plan();

        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> RestoreEngine.restore(plan, output, RestoreListener.NONE))
                    .isInstanceOf(IOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void anInterruptMidwayEndsItAndLeavesNothing() throws IOException {
        snapshot(2);
        segment(0, new WalBuilder(PAGE).frame(2, 2, TestPages.page(PAGE, 2, 1)));
        RestorePlan plan = plan();

        Throwable failure = catchThrowable(() -> RestoreEngine.restore(
                plan, output, file -> Thread.currentThread().interrupt()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).isInstanceOf(IOException.class);
        assertThat(left()).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereIsNamed() throws IOException {
        ltx(9, 1, 1, LtxBuilder.snapshot(PAGE, 2, 1, 0));
        RestorePlan plan = plan();

        assertThatThrownBy(() -> RestoreEngine.restore(plan, folder.resolve("no/out.db"), RestoreListener.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no/");
    }

    /** Commit numbers with their high bits set require a file that no file system supports. */
    @Test
    void aDatabaseThatNoDiskHoldsLeavesNothing() throws IOException {
        snapshot(2);
        segment(
                0,
                new WalBuilder(PAGE)
                        .frame(0xffff_fffeL, 0xffff_fffeL, TestPages.page(PAGE, 2, 1))
                        .frame(2, 2, TestPages.page(PAGE, 2, 1)));

        // some file systems allow a sparse file of this size; it is then truncated to the size of the last commit
        Throwable failure = catchThrowable(this::restore);

        assertThat(failure == null ? Files.size(output) : left().size()).isEqualTo(failure == null ? 2 * PAGE : 0);
    }
}
