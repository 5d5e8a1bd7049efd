package io.litedrill.storage.sftp;

import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StoreFaultContract;
import io.litedrill.storage.Timeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class SftpFaultTest extends StoreFaultContract {
    @TempDir
    private static Path home;

    private static OpenSshServer server;
    private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        server = OpenSshServer.start(home);
        folder = server.createFolder("faults");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected ObjectStore store(int port, Timeouts timeouts, StorageListener listener) throws IOException {
        return new SftpObjectStore(server.settings(folder, port), timeouts, listener);
    }

    @Override
    protected int port() {
        return server.port();
    }

    @Override
    protected void put(String key, byte[] content) throws IOException {
        Files.write(folder.resolve(key), content);
    }

    @Override
    protected List<String> secrets() {
        return List.of();
    }
}
