package io.litedrill.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.litedrill.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads of large objects from a store that limits each connection. Time passes as bytes arrive. */
@Timeout(60)
class LargeBodyTest {
    private static final int MIB = 1 << 20;
    private static final int BOUND = 8 * MIB;
    private static final long SLOW = 50_000_000;
    private static final long FAST = 1_000_000_000;

    private final StorageCount count = new StorageCount();
    private final ParallelReads reads = new ParallelReads();

    @AfterEach
    void close() {
        reads.close();
    }

    @Test
    void aFastConnectionReadsAnObjectAlone() throws IOException {
        PacedSource source = new PacedSource(40 * MIB + 7, FAST, count);

        readAll(source);

        assertThat(source.requests).containsExactly(0L);
        assertThat(count.requests()).isEqualTo(1);
        assertThat(count.bytesRead()).isEqualTo(source.size);
    }

    @Test
    void aSmallObjectIsReadAlone() throws IOException {
        PacedSource source = new PacedSource(BOUND - 1, SLOW, count);

        readAll(source);

        assertThat(source.requests).containsExactly(0L);
    }

    @Test
    void aSlowConnectionGetsHelpAfterItsFirstBytes() throws IOException {
        PacedSource source = new PacedSource(21 * MIB, SLOW, count);

        readAll(source);

        assertThat(source.requests).as("the whole, and pieces of 2 MiB").hasSize(10);
        assertThat(source.requests.stream().sorted().skip(1).findFirst().orElseThrow())
                .as("the first byte that was not of the first response")
                .isBetween(4L * MIB, 4L * MIB + (256 << 10));
        assertThat(source.mostOpen).hasValueLessThanOrEqualTo(4);
        assertThat(source.aborted).as("the response that was no longer of use").hasValue(1);
        assertThat(count.requests()).isEqualTo(source.requests.size());
        assertThat(count.bytesRead()).as("no byte is read twice").isEqualTo(source.size);
        assertAllEnded(source);
    }

    @Test
    void theNextObjectOfASlowStoreHasFourRequestsAtATimeFromTheStart() throws Exception {
        makeSlow();
        PacedSource source = new PacedSource(20 * MIB + 7, SLOW, count);
        source.gate = new CountDownLatch(1);
        source.gatedFrom = 2 * MIB;

        try (InputStream body = reads.open(source.whole())) {
            assertContent(body, 0, MIB);
            await().until(() -> source.open.get() == 4);
            assertThat(source.requests.stream().sorted()).containsExactly(0L, 2L * MIB, 4L * MIB, 6L * MIB);
            source.gate.countDown();
            assertContent(body, MIB, source.size);
        }

        assertThat(source.requests).hasSize(11);
        assertThat(source.mostOpen).hasValue(4);
        assertThat(source.aborted).hasValue(0);
        assertThat(count.bytesRead()).isEqualTo(source.size);
    }

    @Test
    void aStoreThatBecomesFastIsReadAloneAgain() throws IOException {
        makeSlow();

        for (int i = 0; i < 3; i++) {
            readAll(new PacedSource(12 * MIB, 20 * FAST, count));
        }
        PacedSource source = new PacedSource(12 * MIB, FAST, count);
        readAll(source);

        assertThat(source.requests).containsExactly(0L);
    }

    @Test
    void readingAHeaderCausesOneSmallRequest() throws Exception {
        makeSlow();
        PacedSource source = new PacedSource(20 * MIB, SLOW, count);

        try (InputStream body = reads.open(source.whole())) {
            assertContent(body, 0, 64 << 10);
        }

        assertThat(source.requests).containsExactly(0L);
        assertAllEnded(source);
    }

    @Test
    void oneRequestIsReadAheadOfItsReaderByAMebibyte() throws Exception {
        PacedSource source = new PacedSource(12 * MIB, FAST, count);

        try (InputStream body = reads.open(source.whole())) {
            assertContent(body, 0, 512 << 10);
            // a read of less than 64 KiB does not start
            await().until(() -> source.delivered.get() > MIB + (448 << 10));
            for (long done = 512 << 10; done < source.size; done += 64 << 10) {
                assertThat(source.delivered.get() - done).as("bytes in memory").isLessThanOrEqualTo(MIB);
                assertContent(body, done, done + (64 << 10));
            }
        }

        assertThat(source.requests).containsExactly(0L);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 40})
    void theBytesInMemoryAreBoundedWhateverTheSize(int mib) throws Exception {
        makeSlow();
        PacedSource source = new PacedSource((long) mib * MIB, SLOW, count);
        List<Long> ahead = new ArrayList<>();

        try (InputStream body = reads.open(source.whole())) {
            assertContent(body, 0, 2 * MIB + 1);
            await().until(() -> source.delivered.get() == 2 * MIB + BOUND);
            long done = 2 * MIB + 1;
            while (done < source.size) {
                long end = Math.min(source.size, done + 100_000);
                ahead.add(source.delivered.get() - done);
                assertContent(body, done, end);
                done = end;
            }
        }

        assertThat(ahead).allSatisfy(bytes -> assertThat(bytes).isLessThanOrEqualTo(BOUND));
    }

    @Test
    void aPieceThatBreaksResumesAtItsOwnOffset() throws Exception {
        makeSlow();
        PacedSource source = new PacedSource(16 * MIB, SLOW, count);
        source.breakAt = 3 * MIB + 5;
        source.breaks.set(3);

        readAll(source);

        assertThat(source.requests).filteredOn(first -> first == source.breakAt).hasSize(3);
        assertThat(source.requests).hasSize(8 + 3);
        assertThat(count.bytesRead()).isEqualTo(source.size);
    }

    @Test
    void aPieceThatAlwaysBreaksFailsAtItsPlaceInTheObject() throws Exception {
        makeSlow();
        PacedSource source = new PacedSource(16 * MIB, SLOW, count);
        source.breakAt = 3 * MIB + 5;
        source.breaks.set(Integer.MAX_VALUE);

        try (InputStream body = reads.open(source.whole())) {
            assertContent(body, 0, source.breakAt);
            StorageException broken = failure(body);
            assertThat(broken.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(broken).hasMessageContaining("test://object: reading at byte " + source.breakAt + ": broke off");
            assertThatThrownBy(body::read).hasMessageContaining("stream closed");
        }

        assertThat(source.requests).filteredOn(first -> first == source.breakAt).hasSize(3);
        assertAllEnded(source);
    }

    @Test
    void anObjectThatIsReplacedMeanwhileIsRefused() throws Exception {
        PacedSource source = new PacedSource(20 * MIB, SLOW, count);

        try (InputStream body = reads.open(source.whole())) {
            assertContent(body, 0, MIB);
            source.version = Optional.of("2");
            assertThat(failure(body).kind()).isEqualTo(Kind.CHANGED);
        }
        assertAllEnded(source);
    }

    @Test
    void anObjectThatIsShorterThanListedIsRefusedAtItsFirstRequest() throws Exception {
        makeSlow();
        PacedSource source = new PacedSource(20 * MIB, SLOW, count);
        RequestedRange listed = source.whole();
        source.size = 19 * MIB;

        assertThatThrownBy(() -> reads.open(listed))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CHANGED))
                .hasMessageContaining("has 19922944 bytes, bytes 0 to 20971519 were asked for");
        assertAllEnded(source);
    }

    @Test
    void anObjectWithoutVersionOrSizeIsReadByOneRequest() throws Exception {
        PacedSource unnamed = new PacedSource(20 * MIB, SLOW, count);
        unnamed.version = Optional.empty();
        readAll(unnamed);
        assertThat(unnamed.requests).containsExactly(0L);

        makeSlow();
        PacedSource unsized = new PacedSource(20 * MIB, SLOW, count);
        unsized.sendsSize = false;
        try (InputStream body = reads.open(unsized.whole())) {
            assertContent(body, 0, MIB);
            assertThat(unsized.requests).as("a short one, then the whole").containsExactly(0L, 0L);
        }
        assertAllEnded(unsized);
    }

    /** Reads the bytes before the gate over a slow connection; later ones do not arrive. */
    private InputStream openUntilItStalls(PacedSource source) throws Exception {
        makeSlow();
        source.gate = new CountDownLatch(1);
        source.gatedFrom = 2 * MIB;
        InputStream body = reads.open(source.whole());
        assertContent(body, 0, 2 * MIB);
        return body;
    }

    @Test
    void closingEndsAllRequestsAndAReadThatWaits() throws Exception {
        PacedSource source = new PacedSource(20 * MIB, SLOW, count);
        InputStream body = openUntilItStalls(source);
        CompletableFuture<Throwable> read = CompletableFuture.supplyAsync(() -> catchThrowable(body::read));
        await().until(() -> source.open.get() == 4);

        body.close();

        assertThat(read.get()).isInstanceOf(IOException.class).hasMessageContaining("stream closed");
        assertAllEnded(source);
        assertThat(reads.reserve()).as("connections for another object").isEqualTo(3);
    }

    @Test
    void anInterruptEndsAReadThatWaits() throws Exception {
        PacedSource source = new PacedSource(20 * MIB, SLOW, count);
        InputStream body = openUntilItStalls(source);

        Thread.currentThread().interrupt();
        StorageException stopped = failure(body);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.kind()).isEqualTo(Kind.STOPPED);
        assertAllEnded(source);
    }

    @Test
    void manyObjectsShareALimitedNumberOfConnections() throws Exception {
        makeSlow();
        int objects = 7;
        PacedSource source = new PacedSource(9 * MIB, SLOW, count);
        source.gate = new CountDownLatch(1);
        source.gatedFrom = 2 * MIB;
        List<InputStream> bodies = new ArrayList<>();
        for (int i = 0; i < objects; i++) {
            bodies.add(reads.open(source.whole()));
            assertContent(bodies.get(i), 0, 2 * MIB);
        }
        await().until(() -> source.open.get() == 12);
        source.gate.countDown();

        for (InputStream body : bodies) {
            assertContent(body, 2 * MIB, source.size);
            body.close();
        }

        assertThat(source.mostOpen).hasValueLessThanOrEqualTo(objects + 12);
        assertAllEnded(source);
    }

    @Test
    void aLimitOfBytesASecondHoldsForAllRequestsTogether() throws Exception {
        PacedSource source = new PacedSource(24 * MIB, SLOW, StorageListener.NONE);
        RateLimit limit = new RateLimit(source.now::get, source.now::addAndGet);
        limit.set(Optional.of(4L * MIB));
        RequestedRange range = source.whole();
        RequestedRange limited =
                new RequestedRange(source, range.requests().and(limit), range.errors(), range.offset(), range.length());

        try (InputStream body = reads.open(limited)) {
            assertContent(body, 0, source.size);
        }

        assertThat(source.requests).as("requests of the slow connection").hasSizeGreaterThan(4);
        assertThat(source.now.get()).as("nanoseconds").isGreaterThanOrEqualTo(5_000_000_000L);
    }

    @Test
    void aStoreThatHasBeenClosedIsNamed() throws Exception {
        makeSlow();
        PacedSource source = new PacedSource(20 * MIB, SLOW, count);
        InputStream body = reads.open(source.whole());
        reads.close();

        StorageException closed = failure(body);

        assertThat(closed.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(closed).hasMessageContaining("the store has been closed");
        assertAllEnded(source);
    }

    private void makeSlow() {
        reads.pace().record(64L * MIB, 64L * MIB * 1_000_000_000L / SLOW);
    }

    private void readAll(PacedSource source) throws IOException {
        try (InputStream body = reads.open(source.whole())) {
            assertContent(body, 0, source.size);
            assertThat(body.read()).isEqualTo(-1);
        }
    }

    private static void assertContent(InputStream body, long from, long end) throws IOException {
        long position = from;
        while (position < end) {
            byte[] bytes = body.readNBytes((int) Math.min(256 << 10, end - position));
            assertThat(bytes.length).as("bytes at %s", position).isPositive();
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] != PacedSource.at(position + i)) {
                    throw new AssertionError("another byte at " + (position + i));
                }
            }
            position += bytes.length;
        }
    }

    private static void assertAllEnded(PacedSource source) {
        await().until(() -> source.open.get() == 0);
    }

    private static StorageException failure(InputStream body) {
        Throwable thrown = catchThrowable(body::readAllBytes);
        assertThat(thrown).isInstanceOf(StorageException.class);
        return (StorageException) thrown;
    }
}
