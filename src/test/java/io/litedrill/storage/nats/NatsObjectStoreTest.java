package io.litedrill.storage.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ObjectStoreContract;
import io.litedrill.storage.StorageCount;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsObjectStoreTest extends ObjectStoreContract {
    private static final AtomicInteger BUCKETS = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static NatsServer server;

    private final StorageCount count = new StorageCount();
    private final String bucket = "contract-" + BUCKETS.incrementAndGet();
    private ObjectStore store;

    @BeforeAll
    static void start() throws IOException {
        server = NatsServer.start(folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        server.createBucket(bucket);
        store = new NatsObjectStore(NatsServer.settings(bucket, server.port()), Timeouts.DEFAULT, count);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected void put(String key, byte[] content) throws IOException {
        server.put(bucket, key, content);
    }

    @Override
    protected void delete(String key) throws IOException {
        server.delete(bucket, key);
    }

    @Override
    protected StorageCount count() {
        return count;
    }

    @Test
    void namesAMissingBucket() {
        try (ObjectStore missing =
                new NatsObjectStore(NatsServer.settings("no-such", server.port()), Timeouts.DEFAULT, count)) {
            assertThatThrownBy(() -> missing.list("r/", "", object -> true))
                    .satisfies(thrown -> assertThat(kindOf(thrown)).isEqualTo(Kind.NO_SUCH_CONTAINER))
                    .hasMessageContaining("nats://127.0.0.1:" + server.port() + "/no-such/r/: ")
                    .hasMessageContaining("there is no object store no-such");
        }
    }

    /** An object has parts of 128 KiB, which the server cannot divide. */
    @Test
    void readsRangesOfAnObjectWithManyParts() throws Exception {
        byte[] content = new byte[3_000_001];
        new Random(7).nextBytes(content);
        put("large", content);

        for (int from : new int[] {0, 1, 131_071, 131_072, 131_073, 524_287, 524_288, 1_234_567, 2_999_999}) {
            for (int length : new int[] {1, 2, 131_072, content.length - from}) {
                int wanted = Math.min(length, content.length - from);
                try (InputStream body = store.open("large", from, wanted)) {
                    assertThat(body.readAllBytes())
                            .as("%d from %d", wanted, from)
                            .isEqualTo(java.util.Arrays.copyOfRange(content, from, from + wanted));
                }
            }
        }
    }

    @Test
    void listsNoDeletedObject() throws Exception {
        put("a/1");
        put("a/2");
        delete("a/1");

        assertThat(keys("a/", "")).containsExactly("a/2");
        assertThatThrownBy(() -> store.open("a/1", 0, 1))
                .satisfies(thrown -> assertThat(kindOf(thrown)).isEqualTo(Kind.NOT_FOUND));
    }

    @Test
    void leavesNoConsumerBehind() throws Exception {
        put("a", new byte[1_000_000]);
        keys("", "");
        read("a", 0, 1_000_000);
        read("a", 700_000, 100);

        org.awaitility.Awaitility.await()
                .untilAsserted(
                        () -> assertThat(server.owner().jetStreamManagement().getConsumerNames("OBJ_" + bucket))
                                .isEmpty());
    }

    @Test
    void keepsTheStoreOpenWhenAViewIsClosed() throws Exception {
        put("a", new byte[70_000]);
        store.withListener(StorageListener.NONE).close();

        assertThat(keys("", "")).containsExactly("a");
        assertThat(read("a", 0, 70_000)).hasSize(70_000);
    }
}
