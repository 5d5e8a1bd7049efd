package io.litedrill.replica.scan;

import static io.litedrill.replica.Listing.second;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.format.Lz4Builder;
import io.litedrill.replica.format.WalBuilder;
import io.litedrill.storage.FaultInjectingStore;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files of a scan are read several at a time, with the results of one after the other. */
class ProbesAheadTest {
    private static final int FILES = 20;

    private final AtomicInteger gets = new AtomicInteger();
    private final MemoryObjectStore memory = new MemoryObjectStore(new StorageListener() {
        @Override
        public void request(Operation operation, boolean successful) {
            gets.addAndGet(operation == Operation.GET ? 1 : 0);
        }

        @Override
        public void read(long bytes) {}
    });
    private final FaultInjectingStore store = new FaultInjectingStore(memory);

    @BeforeEach
    void fill() {
        for (int txid = 1; txid <= FILES; txid++) {
            LtxBuilder file = txid == 1
                    ? LtxBuilder.snapshot(512, 1, 1, 0)
                    : LtxBuilder.of(512, 1).txids(txid, txid).page(1, new byte[512]);
            memory.put(key(txid), file.timestamp(second(txid)).build(), second(txid));
        }
    }

    private static String key(int txid) {
        return String.format(Locale.ROOT, "app/%04x/%016x-%016x.ltx", txid == 1 ? 9 : 0, txid, txid);
    }

    private ReplicaScanner.Scan scan() throws StorageException {
        return scan("app");
    }

    private ReplicaScanner.Scan scan(String root) throws StorageException {
        return new ReplicaScanner(
                        new Replica(store, root),
                        WriterSettings.DEFAULTS,
                        new ReadingCache(100),
                        () -> second(FILES + 60L))
                .scan(Depth.NEWEST);
    }

    @Test
    @Timeout(30)
    void severalAreReadAtATimeAndEachOnce() throws Exception {
        // newest first; each of these two waits for the other
        CyclicBarrier both = new CyclicBarrier(2);
        for (int txid : new int[] {FILES - 3, FILES - 4}) {
            store.beforeOpen(key(txid), () -> await(both));
        }

        ReplicaScanner.Scan scan = scan();

        assertThat(scan.inventory().ltxFiles())
                .extracting(LtxFile::reading)
                .hasSize(FILES)
                .allSatisfy(reading -> assertThat(reading).isInstanceOf(Reading.Header.class));
        assertThat(gets).hasValue(FILES);
    }

    /** The segments of a generation are read whole, and say where each ends. */
    @Test
    @Timeout(30)
    void segmentsAreReadSeveralAtATimeAndEachOnce() throws Exception {
        byte[] page = new byte[512];
        byte[] wal = new WalBuilder(512).frame(1, 1, page).build();
        String generation = "wal/generations/00000000000000aa/";
        memory.put(generation + "snapshots/00000000.snapshot.lz4", Lz4Builder.frame(page), second(0));
        for (int index = 0; index < 6; index++) {
            memory.put(segment(index), Lz4Builder.frame(wal), second(index + 1L));
        }
        CyclicBarrier both = new CyclicBarrier(2);
        for (int index : new int[] {3, 4}) {
            store.beforeOpen(segment(index), () -> await(both));
        }

        ReplicaScanner.Scan scan = scan("wal");

        assertThat(scan.inventory().generations().get(0).segments())
                .extracting(WalSegment::reading)
                .hasSize(6)
                .allSatisfy(reading -> assertThat(reading).isInstanceOf(Reading.Measured.class));
        assertThat(gets).hasValue(7);
    }

    private static String segment(int index) {
        return String.format(Locale.ROOT, "wal/generations/00000000000000aa/wal/%08x_00000000.wal.lz4", index);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("no other file was opened", e);
        }
    }

    @Test
    void aFileThatFailsEndsTheScan() {
        store.failKey(key(5), Kind.UNREACHABLE);
        assertThatThrownBy(this::scan)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
    }

    /** A stop is no failure of the store, and must not be reported as one. */
    @Test
    @Timeout(30)
    void anInterruptedScanIsStopped() {
        Thread scanning = Thread.currentThread();
        store.beforeOpen(key(5), () -> {
            scanning.interrupt();
            await(new CyclicBarrier(2));
        });

        assertThatThrownBy(this::scan)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STOPPED));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aDamagedHeaderIsAFactAboutItsFile() throws Exception {
        memory.put(key(7), new byte[200], second(7));

        ReplicaScanner.Scan scan = scan();

        assertThat(scan.inventory().ltxFiles())
                .filteredOn(file -> file.reading() instanceof Reading.Damaged)
                .extracting(file -> file.object().key())
                .containsExactly(key(7));
    }
}
