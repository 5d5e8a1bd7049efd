package io.litedrill.storage.gcs;

import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StoreFaultContract;
import io.litedrill.storage.Timeouts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class GcsFaultTest extends StoreFaultContract {
    private static final String BUCKET = "faults";

    @TempDir
    private static Path folder;

    private static GcsServer server;

    @BeforeAll
    static void start() throws IOException {
        server = GcsServer.start(folder);
        server.createBucket(BUCKET);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected ObjectStore store(int port, Timeouts timeouts, StorageListener listener) {
        URI proxy = URI.create("http://127.0.0.1:" + port);
        return new GcsObjectStore(new GcsSettings(BUCKET, Optional.of(proxy)), timeouts, listener);
    }

    @Override
    protected int port() {
        return server.port();
    }

    @Override
    protected void put(String key, byte[] content) throws IOException {
        server.put(BUCKET, key, content);
    }

    @Override
    protected List<String> secrets() {
        return List.of();
    }
}
