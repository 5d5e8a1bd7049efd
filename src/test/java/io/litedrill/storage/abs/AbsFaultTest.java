package io.litedrill.storage.abs;

import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StoreFaultContract;
import io.litedrill.storage.Timeouts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class AbsFaultTest extends StoreFaultContract {
    private static final String BUCKET = "faults";

    @TempDir
    private static Path folder;

    private static AzuriteServer server;

    @BeforeAll
    static void start() throws IOException {
        server = AzuriteServer.start(folder);
        server.createContainer(BUCKET);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected ObjectStore store(int port, Timeouts timeouts, StorageListener listener) {
        return new AbsObjectStore(AzuriteServer.settings(BUCKET, port), timeouts, listener);
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
        return List.of(AzuriteServer.KEY);
    }
}
