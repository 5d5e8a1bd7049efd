package io.litedrill.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.format.BlockPool;
import io.litedrill.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that are opened and read before they are used. */
class ReadAheadTest {
    private final BlockPool pool = new BlockPool();
    private final Queue<ReplicaFile> opened = new ConcurrentLinkedQueue<>();

    private static Optional<Runnable> unlimited() {
        return Optional.of(() -> {});
    }

    private static List<ReplicaFile> files(int count) {
        return files(count, 100);
    }

    private static List<ReplicaFile> files(int count, long size) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(txid -> (ReplicaFile) new LtxFile(
                        0, txid, txid, new StoredObject("ltx/0/" + txid, size, Instant.EPOCH), Reading.UNREAD))
                .toList();
    }

    private RawBlocks named(ReplicaFile file) {
        return new RawBlocks(new ByteArrayInputStream(file.object().key().getBytes(StandardCharsets.UTF_8)), pool);
    }

    @Test
    void filesAreReadInOrderAndSomeMayBeLeftOut() throws IOException {
        List<ReplicaFile> files = files(50);
        try (ReadAhead ahead = new ReadAhead(files, this::named, pool, ReadAheadTest::unlimited)) {
            for (int i = 0; i < files.size(); i += i % 7 == 0 ? 12 : 1) {
                try (InputStream file = ahead.open(files.get(i))) {
                    assertThat(file.readAllBytes())
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo(files.get(i).object().key());
                }
            }
        }
    }

    private RawBlocks recorded(ReplicaFile file) {
        opened.add(file);
        return named(file);
    }

    private void awaitOpened(List<ReplicaFile> files) {
        await().untilAsserted(() -> assertThat(opened).containsExactlyInAnyOrderElementsOf(files));
    }

    @Test
    void twoLargeFilesAreOpenBeforeTheirTurn() throws IOException {
        List<ReplicaFile> files = files(5, 20 << 20);
        try (ReadAhead ahead = new ReadAhead(files, this::recorded, pool, ReadAheadTest::unlimited)) {
            InputStream first = ahead.open(files.get(0));
            awaitOpened(files.subList(0, 3));
            first.close();
            ahead.open(files.get(1)).close();
            awaitOpened(files.subList(0, 4));
        }
    }

    @Test
    void filesOfSixteenMebibytesAreOpenBeforeTheirTurn() throws IOException {
        List<ReplicaFile> files = files(20, 2 << 20);
        try (ReadAhead ahead = new ReadAhead(files, this::recorded, pool, ReadAheadTest::unlimited)) {
            InputStream first = ahead.open(files.get(0));
            awaitOpened(files.subList(0, 9));
            first.close();
        }
    }

    /** A store that has few connections makes each opening wait until one is free. */
    @Test
    @Timeout(30)
    void filesThatAreOpenAheadKeepNoConnectionFromTheCurrentOne() throws IOException {
        Semaphore reservations = new Semaphore(2);
        Supplier<Optional<Runnable>> reserve = () -> {
            AtomicBoolean held = new AtomicBoolean(reservations.tryAcquire());
            return held.get()
                    ? Optional.of(() -> reservations.release(held.getAndSet(false) ? 1 : 0))
                    : Optional.empty();
        };
        Semaphore places = new Semaphore(3);
        AtomicInteger refused = new AtomicInteger();
        ReadAhead.Opening opening = file -> {
            refused.addAndGet(places.tryAcquire() ? 0 : 1);
            return new RawBlocks(
                    new ByteArrayInputStream(file.object().key().getBytes(StandardCharsets.UTF_8)) {
                        @Override
                        public void close() {
                            places.release();
                        }
                    },
                    pool);
        };
        List<ReplicaFile> files = files(200, 2 << 20);
        try (ReadAhead ahead = new ReadAhead(files, opening, pool, reserve)) {
            for (ReplicaFile file : files) {
                try (InputStream content = ahead.open(file)) {
                    assertThat(content.readAllBytes())
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo(file.object().key());
                }
            }
        }
        assertThat(refused).as("openings for which no connection was free").hasValue(0);
    }

    /** A search of the whole list for each file would take minutes. */
    @Test
    @Timeout(30)
    void aDayOfSegmentsIsOpenedInLinearTime() throws IOException {
        List<ReplicaFile> files = files(40_000);
        try (ReadAhead ahead = new ReadAhead(files, this::named, pool, ReadAheadTest::unlimited)) {
            for (ReplicaFile file : files) {
                try (InputStream content = ahead.open(file)) {
                    assertThat(content.read()).isEqualTo('l');
                }
            }
        }
    }
}
