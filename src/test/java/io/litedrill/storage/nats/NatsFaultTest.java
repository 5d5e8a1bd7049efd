package io.litedrill.storage.nats;

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

class NatsFaultTest extends StoreFaultContract {
    @TempDir
    private static Path folder;

    private static NatsServer server;

    @BeforeAll
    static void start() throws IOException {
        server = NatsServer.start(folder);
        server.createBucket("faults");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected ObjectStore store(int port, Timeouts timeouts, StorageListener listener) {
        return new NatsObjectStore(NatsServer.settings("faults", port), timeouts, listener);
    }

    @Override
    protected int port() {
        return server.port();
    }

    @Override
    protected void put(String key, byte[] content) throws IOException {
        server.put("faults", key, content);
    }

    @Override
    protected List<String> secrets() {
        return List.of(NatsServer.PASSWORD);
    }
}
