package io.litedrill.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.litedrill.storage.FaultProxy.Fault;
import io.litedrill.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract of every store on a network for failures of its server or the network. */
@Timeout(90)
public abstract class StoreFaultContract {
    private static final Timeouts SHORT = new Timeouts(
            Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(5), Duration.ofMillis(700), 64 * 1024L);
    private static final byte[] OBJECT = pattern(1_000_000);

    private final StorageCount count = new StorageCount();
    private FaultProxy proxy;
    private ObjectStore store;

    /** Returns a store over an existing empty container, at another port of 127.0.0.1. */
    protected abstract ObjectStore store(int port, Timeouts timeouts, StorageListener listener) throws IOException;

    /** Returns the port of the server. */
    protected abstract int port();

    /** Writes an object into the container. */
    protected abstract void put(String key, byte[] content) throws IOException;

    /** Returns texts that no message may contain. */
    protected abstract List<String> secrets();

    @BeforeEach
    final void openThroughAProxy() throws IOException {
        put("object", OBJECT);
        proxy = new FaultProxy(port());
        store = store(proxy.endpoint().getPort(), SHORT, count);
    }

    @AfterEach
    final void closeProxy() throws IOException {
        store.close();
        proxy.close();
    }

    @Test
    void saysThatTheStoreIsDown() throws Exception {
        int unused = ServerProcess.freePort();
        try (ObjectStore down = store(unused, SHORT, count)) {
            for (StorageException refused : List.of(
                    failure(() -> down.list("r/", "", object -> true)), failure(() -> down.open("r/1", 0, 1)))) {
                assertThat(refused.kind()).as("%s", refused).isEqualTo(Kind.UNREACHABLE);
                assertThat(refused).hasMessageContaining(down.locate("r/"));
                assertHasNoSecret(refused);
            }
        }
    }

    @Test
    void doesNotWaitForAServerThatNeverAnswers() {
        proxy.behave(new Fault.Stall(0));

        StorageException silent = failure(() -> store.list("", "", object -> true));

        assertThat(silent.kind()).as("%s", silent).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure(() -> store.open("object", 0, 1)).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void resumesABodyThatIsCutShort() throws Exception {
        proxy.behave(new Fault.Cut(300_000), 2);

        assertThat(readAll()).isEqualTo(OBJECT);
        assertThat(count.requests()).isGreaterThanOrEqualTo(3);
        assertThat(count.bytesRead()).isEqualTo(OBJECT.length);
    }

    @Test
    void resumesABodyWhoseConnectionIsReset() throws Exception {
        proxy.behave(new Fault.Reset(300_000), 1);

        assertThat(readAll()).isEqualTo(OBJECT);
        assertThat(count.requests()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void resumesABodyThatStallsOnce() throws Exception {
        proxy.behave(new Fault.Stall(300_000), 1);

        assertThat(readAll()).isEqualTo(OBJECT);
    }

    @Test
    void givesUpOnABodyThatIsAlwaysCutShort() {
        proxy.behave(new Fault.Cut(100_000));

        StorageException cut = failure(this::readAll);

        assertThat(cut.kind()).as("%s", cut).isEqualTo(Kind.UNREACHABLE);
        assertThat(cut).hasMessageContaining(store.locate("object"));
        assertHasNoSecret(cut);
    }

    @Test
    void doesNotWaitForABodyThatStalls() {
        proxy.behave(new Fault.Stall(100_000));

        assertThat(failure(this::readAll).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void doesNotWaitForABodyThatTrickles() {
        proxy.behave(new Fault.Trickle(100_000, 1, Duration.ofMillis(50)));

        assertThat(failure(this::readAll).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void worksAgainAfterTheServerCameBack() throws Exception {
        proxy.behave(new Fault.Reset(0));
        assertThat(failure(this::readAll).kind()).isEqualTo(Kind.UNREACHABLE);
        proxy.behave(new Fault.None());

        assertThat(readAll()).isEqualTo(OBJECT);
    }

    @Test
    void saysWhenTheObjectIsReplacedByAShorterOne() throws Exception {
        put("replaced", pattern(1000));
        long[] listed = new long[1];
        store.list("replaced", "", object -> {
            listed[0] = object.size();
            return false;
        });
        put("replaced", pattern(900));

        StorageException changed = failure(() -> readAll("replaced", listed[0]));

        assertThat(listed[0]).isEqualTo(1000);
        assertThat(changed.kind()).isEqualTo(Kind.CHANGED);
    }

    @Test
    void resumesOnlyTheSameVersion() throws Exception {
        await().until(this::isRewrittenBeforeItResumes);
    }

    /**
     * Replaces an object while it is read, and requires that the reading does not go on with another version.
     *
     * @return false if the reading had resumed before: a store that sends ahead may meet the cut at once
     */
    private boolean isRewrittenBeforeItResumes() throws IOException {
        put("rewritten", OBJECT);
        proxy.behave(new Fault.Cut(300_000), 1);
        long before = count.requests();
        try (InputStream body = store.open("rewritten", 0, OBJECT.length)) {
            assertThat(body.readNBytes(1000)).hasSize(1000);
            boolean resumed = count.requests() > before + 1;
            put("rewritten", new byte[OBJECT.length - 1]);
            if (!resumed) {
                assertThat(failure(body::readAllBytes).kind()).isEqualTo(Kind.CHANGED);
            }
            return !resumed;
        }
    }

    @Test
    void readsNothingMoreWhenClosedEarly() throws Exception {
        int size = 64 << 20;
        put("large", new byte[size]);
        long before = proxy.bytesFromServer();

        try (InputStream body = store.open("large", 0, size)) {
            assertThat(body.readNBytes(1024)).hasSize(1024);
        }

        // The proxy has sent only the part of the object that the sockets buffer.
        assertThat(proxy.bytesFromServer() - before).isLessThan(size / 4);
        assertThat(count.bytesRead()).isEqualTo(1024);
    }

    @Test
    void endsWhenTheThreadIsInterrupted() throws Exception {
        try (InputStream body = store.open("object", 0, OBJECT.length)) {
            assertThat(body.readNBytes(1000)).hasSize(1000);
            Thread.currentThread().interrupt();

            StorageException interrupted = failure(body::readAllBytes);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(interrupted.kind()).isEqualTo(Kind.STOPPED);
        } finally {
            // The interrupt must not reach the next test.
            Thread.interrupted();
        }
        Thread.currentThread().interrupt();
        assertThat(failure(() -> store.list("", "", object -> true)).kind()).isEqualTo(Kind.STOPPED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void closingEndsAReadThatWaits() throws Exception {
        proxy.behave(new Fault.Stall(300_000));
        Timeouts patient = new Timeouts(
                Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofMinutes(1), Duration.ofMinutes(1), 1);
        try (ObjectStore waiting = store(proxy.endpoint().getPort(), patient, StorageListener.NONE)) {
            InputStream body = waiting.open("object", 0, OBJECT.length);
            var closer = CompletableFuture.runAsync(() -> {
                await().until(() -> proxy.bytesFromServer() > 299_000);
                try {
                    body.close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });

            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
            closer.get();
        }
    }

    private byte[] readAll() throws IOException {
        return readAll("object", OBJECT.length);
    }

    private byte[] readAll(String key, long length) throws IOException {
        try (InputStream body = store.open(key, 0, length)) {
            return body.readAllBytes();
        }
    }

    /** Returns the exception of a store that a call ends with. */
    protected static StorageException failure(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(StorageException.class);
        return (StorageException) thrown;
    }

    private void assertHasNoSecret(Throwable thrown) {
        StringWriter printed = new StringWriter();
        thrown.printStackTrace(new PrintWriter(printed));
        assertThat(secrets())
                .allSatisfy(secret -> assertThat(printed.toString()).doesNotContain(secret));
    }

    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 17 + (i >>> 9));
        }
        return bytes;
    }
}
