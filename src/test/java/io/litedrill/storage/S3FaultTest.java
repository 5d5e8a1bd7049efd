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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An S3 store with a faulty server, a faulty network or wrong settings. */
@Timeout(60)
class S3FaultTest {
    private static final String BUCKET = "faults";
    private static final Timeouts SHORT = new Timeouts(
            Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(5), Duration.ofMillis(700), 64 * 1024L);
    private static final byte[] OBJECT = pattern(1_000_000);

    private static S3Server server;

    private FaultProxy proxy;
    private ObjectStore store;
    private final StorageCount count = new StorageCount();

    @BeforeAll
    static void start() {
        server = S3Server.inMemory();
        server.createBucket(BUCKET);
        server.put(BUCKET, "object", OBJECT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        proxy = new FaultProxy(server.port());
        store = new S3ObjectStore(server.settings(BUCKET, proxy.endpoint()), SHORT, count);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        proxy.close();
    }

    @Test
    void namesAWrongAccessKey() {
        ObjectStore wrong = with(new S3Credentials("NOSUCHKEY", server.secretKey()));

        StorageException refused = failure(() -> wrong.list("replica/", "", object -> true));

        assertThat(refused.kind()).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(refused).hasMessageContaining("s3://faults/replica/").hasMessageContaining("InvalidAccessKeyId");
        assertShowsNoSecret(refused);
    }

    @Test
    void namesAWrongSecret() {
        ObjectStore wrong = with(new S3Credentials(server.accessKey(), "wrong-secret-0123456789"));

        StorageException listing = failure(() -> wrong.list("", "", object -> true));
        StorageException opening = failure(() -> wrong.open("object", 0, 1));

        assertThat(listing.kind()).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(opening.kind()).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(opening)
                .hasMessageContaining("s3://faults/object")
                .hasMessageContaining("SignatureDoesNotMatch")
                .hasMessageContaining("Check the secret access key");
        assertThat(opening).hasMessageNotContaining("wrong-secret");
    }

    @Test
    void namesAMissingBucket() {
        ObjectStore missing = new S3ObjectStore(server.settings("nosuchbucket"), SHORT, count);

        StorageException listing = failure(() -> missing.list("r/", "", object -> true));
        StorageException opening = failure(() -> missing.open("r/1", 0, 1));

        assertThat(listing.kind()).isEqualTo(Kind.NO_SUCH_CONTAINER);
        assertThat(opening.kind()).isEqualTo(Kind.NO_SUCH_CONTAINER);
        assertThat(listing).hasMessageContaining("there is no bucket nosuchbucket at " + server.endpoint());
    }

    @Test
    void saysThatTheStoreIsDown() throws Exception {
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }
        S3Settings down = server.settings(BUCKET, URI.create("http://127.0.0.1:" + unused));

        StorageException refused = failure(() -> new S3ObjectStore(down, SHORT, count).list("", "", object -> true));

        assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(refused).hasMessageContaining("127.0.0.1:" + unused).hasMessageContaining("refused");
        assertShowsNoSecret(refused);
    }

    @Test
    void saysThatAHostIsUnknown() {
        S3Settings nowhere = server.settings(BUCKET, URI.create("http://no-such-host.invalid:9000"));

        StorageException unknown = failure(() -> new S3ObjectStore(nowhere, SHORT, count).open("object", 0, 1));

        assertThat(unknown.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(unknown).hasMessageContaining("no-such-host.invalid").hasMessageContaining("unknown host");
    }

    @Test
    void doesNotWaitForAServerThatNeverAnswers() {
        proxy.behave(new Fault.Stall(0));
        long start = System.nanoTime();

        StorageException silent = failure(() -> store.list("", "", object -> true));

        assertThat(silent.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(elapsed(start)).isLessThan(SHORT.call().plusSeconds(5));
        assertThat(failure(() -> store.open("object", 0, 1)).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void doesNotWaitForAListingThatTrickles() {
        proxy.behave(new Fault.Trickle(0, 1, Duration.ofMillis(100)));
        long start = System.nanoTime();

        assertThat(failure(() -> store.list("", "", object -> true)).kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(elapsed(start)).isLessThan(SHORT.call().plusSeconds(5));
    }

    @Test
    void resumesABodyThatIsCutShort() throws Exception {
        proxy.behave(new Fault.Cut(300_000), 2);

        assertThat(readAll()).isEqualTo(OBJECT);
        assertThat(count.requests()).isEqualTo(3);
        assertThat(count.bytesRead()).isEqualTo(OBJECT.length);
    }

    @Test
    void resumesABodyWhoseConnectionIsReset() throws Exception {
        proxy.behave(new Fault.Reset(300_000), 1);

        assertThat(readAll()).isEqualTo(OBJECT);
        assertThat(count.requests()).isEqualTo(2);
    }

    @Test
    void givesUpOnABodyThatIsAlwaysCutShort() {
        proxy.behave(new Fault.Cut(100_000));

        StorageException cut = failure(this::readAll);

        assertThat(cut.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(cut).hasMessageContaining("s3://faults/object").hasMessageContaining("broke off");
        assertThat(count.requests()).isEqualTo(4);
        assertShowsNoSecret(cut);
    }

    @Test
    void doesNotWaitForABodyThatStalls() {
        proxy.behave(new Fault.Stall(100_000));
        long start = System.nanoTime();

        StorageException stalled = failure(this::readAll);

        assertThat(stalled.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(elapsed(start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void resumesABodyThatStallsOnce() throws Exception {
        proxy.behave(new Fault.Stall(300_000), 1);

        assertThat(readAll()).isEqualTo(OBJECT);
    }

    @Test
    void doesNotWaitForABodyThatTrickles() {
        proxy.behave(new Fault.Trickle(100_000, 1, Duration.ofMillis(50)));
        long start = System.nanoTime();

        StorageException slow = failure(this::readAll);

        assertThat(slow.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(slow).hasMessageContaining("too slow");
        assertThat(elapsed(start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void saysWhenTheObjectIsReplacedByAShorterOne() {
        server.put(BUCKET, "replaced", pattern(1000));
        long[] listed = new long[1];

        StorageException changed = failure(() -> {
            store.list("replaced", "", object -> {
                listed[0] = object.size();
                return false;
            });
            server.put(BUCKET, "replaced", pattern(900));
            store.open("replaced", 0, listed[0]);
        });

        assertThat(listed[0]).isEqualTo(1000);
        assertThat(changed.kind()).isEqualTo(Kind.CHANGED);
        assertThat(changed).hasMessageContaining("900 bytes");
    }

    @Test
    void resumesOnlyTheSameVersion() throws Exception {
        server.put(BUCKET, "rewritten", OBJECT);
        proxy.behave(new Fault.Cut(300_000), 1);

        try (InputStream body = store.open("rewritten", 0, OBJECT.length)) {
            assertThat(body.readNBytes(1000)).hasSize(1000);
            server.put(BUCKET, "rewritten", new byte[OBJECT.length]);

            assertThat(failure(body::readAllBytes).kind()).isEqualTo(Kind.CHANGED);
        }
    }

    @Test
    void readsNothingMoreWhenClosedEarly() throws Exception {
        int size = 64 << 20;
        server.put(BUCKET, "large", new byte[size]);
        long before = proxy.bytesFromServer();

        try (InputStream body = store.open("large", 0, size)) {
            assertThat(body.readNBytes(1024)).hasSize(1024);
        }

        // The proxy has sent only the part of the object that the sockets buffer.
        assertThat(proxy.bytesFromServer() - before).isLessThan(size / 4);
        assertThat(count.bytesRead()).isEqualTo(1024);
        server.delete(BUCKET, "large");
    }

    @Test
    void usesAConnectionAgainAfterABodyWasReadToItsEnd() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(readAll()).isEqualTo(OBJECT);
        }

        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void readsALargeObjectByParallelRangesWhereAConnectionIsSlow() throws Exception {
        byte[] large = pattern(12 << 20);
        server.put(BUCKET, "large", large);
        proxy.behave(new Fault.Delay(Duration.ofMillis(1)));

        try (InputStream body = store.open("large", 0, large.length)) {
            assertThat(body.readAllBytes()).isEqualTo(large);
        }

        assertThat(count.requests())
                .as("the whole, and four ranges of 2 MiB after its first 4 MiB")
                .isEqualTo(5);
        assertThat(count.bytesRead()).isEqualTo(large.length);
        assertThat(proxy.connections()).isBetween(3, 5);
        server.delete(BUCKET, "large");
    }

    @Test
    void failsWhenUsedAfterItWasClosed() {
        store.close();

        assertThat(failure(() -> store.open("object", 0, 1)).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void endsWhenTheThreadIsInterrupted() throws Exception {
        try (InputStream body = store.open("object", 0, OBJECT.length)) {
            assertThat(body.readNBytes(1000)).hasSize(1000);
            Thread.currentThread().interrupt();

            StorageException interrupted = failure(body::readAllBytes);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(interrupted.kind()).isEqualTo(Kind.STOPPED);
            assertThat(interrupted).hasMessageContaining("stopped");
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
                Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), 1);
        try (ObjectStore waiting =
                new S3ObjectStore(server.settings(BUCKET, proxy.endpoint()), patient, StorageListener.NONE)) {
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
        try (InputStream body = store.open("object", 0, OBJECT.length)) {
            return body.readAllBytes();
        }
    }

    private ObjectStore with(S3Credentials credentials) {
        return new S3ObjectStore(
                new S3Settings(BUCKET, S3Endpoint.at(server.endpoint()), Optional.of(credentials)), SHORT, count);
    }

    private static StorageException failure(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(StorageException.class);
        return (StorageException) thrown;
    }

    private static void assertShowsNoSecret(Throwable thrown) {
        StringWriter printed = new StringWriter();
        thrown.printStackTrace(new PrintWriter(printed));
        assertThat(printed.toString()).doesNotContain(server.secretKey()).doesNotContain("Signature=");
    }

    private static Duration elapsed(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 17 + (i >>> 9));
        }
        return bytes;
    }
}
