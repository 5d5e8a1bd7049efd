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
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that are opened and read before they are used. */
class ReadAheadTest {

    private final BlockPool pool = new BlockPool();

    private static Optional<Runnable> unlimited() {
        return Optional.of(() -> {});
    }

    private static List<ReplicaFile> files(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(txid -> (ReplicaFile) new LtxFile(
                        0, txid, txid, new StoredObject("ltx/0/" + txid, 100, Instant.EPOCH), Reading.UNREAD))
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

    @Test
    void twoLargeFilesAreOpenBeforeTheirTurn() throws IOException {
        List<ReplicaFile> files = LongStream.rangeClosed(1, 5)
                .mapToObj(txid -> (ReplicaFile) new LtxFile(
                        0, txid, txid, new StoredObject("ltx/0/" + txid, 20 << 20, Instant.EPOCH), Reading.UNREAD))
                .toList();
        Queue<ReplicaFile> opened = new ConcurrentLinkedQueue<>();
        ReadAhead.Opening opening = file -> {
            opened.add(file);
            return named(file);
        };
        try (ReadAhead ahead = new ReadAhead(files, opening, pool, ReadAheadTest::unlimited)) {
            InputStream first = ahead.open(files.get(0));
            await().untilAsserted(() -> assertThat(opened).containsExactlyInAnyOrderElementsOf(files.subList(0, 3)));
            first.close();
            ahead.open(files.get(1)).close();
            await().untilAsserted(() -> assertThat(opened).containsExactlyInAnyOrderElementsOf(files.subList(0, 4)));
        }
    }

    private static List<ReplicaFile> ofTwoMebibytes(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(txid -> (ReplicaFile) new LtxFile(
                        0, txid, txid, new StoredObject("ltx/0/" + txid, 2 << 20, Instant.EPOCH), Reading.UNREAD))
                .toList();
    }

    @Test
    void filesOfSixteenMebibytesAreOpenBeforeTheirTurn() throws IOException {
        List<ReplicaFile> files = ofTwoMebibytes(20);
        Queue<ReplicaFile> opened = new ConcurrentLinkedQueue<>();
        ReadAhead.Opening opening = file -> {
            opened.add(file);
            return named(file);
        };
        try (ReadAhead ahead = new ReadAhead(files, opening, pool, ReadAheadTest::unlimited)) {
            InputStream first = ahead.open(files.get(0));
            await().untilAsserted(() -> assertThat(opened).containsExactlyInAnyOrderElementsOf(files.subList(0, 9)));
            first.close();
        }
    }

    /** A store that has few connections makes each opening wait until one is free. */
    @Test
    @Timeout(30)
    void filesThatAreOpenAheadKeepNoConnectionFromTheCurrentOne() throws IOException {
        Semaphore places = new Semaphore(3);
        Semaphore reservations = new Semaphore(2);
        ReadAhead.Opening opening = file -> {
            places.acquireUninterruptibly();
            return new RawBlocks(
                    new ByteArrayInputStream(file.object().key().getBytes(StandardCharsets.UTF_8)) {
                        @Override
                        public void close() {
                            places.release();
                        }
                    },
                    pool);
        };
        Supplier<Optional<Runnable>> reserve = () -> {
            AtomicBoolean held = new AtomicBoolean(reservations.tryAcquire());
            return held.get()
                    ? Optional.of(() -> reservations.release(held.getAndSet(false) ? 1 : 0))
                    : Optional.empty();
        };
        List<ReplicaFile> files = ofTwoMebibytes(200);
        try (ReadAhead ahead = new ReadAhead(files, opening, pool, reserve)) {
            for (ReplicaFile file : files) {
                try (InputStream content = ahead.open(file)) {
                    assertThat(content.readAllBytes())
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo(file.object().key());
                }
            }
        }
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
