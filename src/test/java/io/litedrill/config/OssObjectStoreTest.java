package io.litedrill.config;

import io.litedrill.config.ReplicaLocation.ReadableLocation;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ObjectStoreContract;
import io.litedrill.storage.S3Server;
import io.litedrill.storage.StorageCount;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store of a replica of type oss, as a litestream.yml describes it, on a server with the interface of S3. */
class OssObjectStoreTest extends ObjectStoreContract {
    private static final AtomicInteger BUCKETS = new AtomicInteger();

    private static S3Server server;

    private final StorageCount count = new StorageCount();
    private final String bucket = "oss-" + BUCKETS.incrementAndGet();

    @TempDir
    private Path folder;

    private ObjectStore store;

    @BeforeAll
    static void start() {
        server = S3Server.inMemory();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws Exception {
        server.createBucket(bucket);
        Config config = new ConfigFiles(folder)
                .litestream("""
                dbs:
                  - path: /a.db
                    replica:
                      type: oss
                      bucket: %s
                      path: app
                      endpoint: %s
                      access-key-id: %s
                      secret-access-key: %s
                """.formatted(bucket, server.endpoint(), server.accessKey(), server.secretKey()));
        store = ((ReadableLocation) ConfigFiles.onlyReplica(config).location()).open(count);
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
    protected void put(String key, byte[] content) {
        server.put(bucket, key, content);
    }

    @Override
    protected void delete(String key) {
        server.delete(bucket, key);
    }

    @Override
    protected StorageCount count() {
        return count;
    }
}
