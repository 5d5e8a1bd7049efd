package io.litedrill.storage.abs;

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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbsObjectStoreTest extends ObjectStoreContract {
    private static final AtomicInteger BUCKETS = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static AzuriteServer server;

    private final StorageCount count = new StorageCount();
    private final String bucket = "contract-" + BUCKETS.incrementAndGet();
    private ObjectStore store;

    @BeforeAll
    static void start() throws IOException {
        server = AzuriteServer.start(folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        server.createContainer(bucket);
        store = new AbsObjectStore(AzuriteServer.settings(bucket, server.port()), Timeouts.DEFAULT, count);
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
        ObjectStore missing =
                new AbsObjectStore(AzuriteServer.settings("no-such-bucket", server.port()), Timeouts.DEFAULT, count);

        assertThatThrownBy(() -> missing.list("r/", "", object -> true))
                .satisfies(thrown -> assertThat(kindOf(thrown)).isEqualTo(Kind.NO_SUCH_CONTAINER))
                .hasMessageContaining("abs://devstoreaccount1@no-such-bucket/r/")
                .hasMessageContaining(
                        "there is no container no-such-bucket at " + AzuriteServer.endpoint(server.port()));
    }

    @Test
    void keepsTheStoreOpenWhenAViewIsClosed() throws Exception {
        put("a", new byte[70_000]);
        store.withListener(StorageListener.NONE).close();

        assertThat(keys("", "")).containsExactly("a");
        try (InputStream body = store.open("a", 0, 70_000)) {
            assertThat(body.readAllBytes()).hasSize(70_000);
        }
    }
}
