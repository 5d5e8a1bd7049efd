package io.litedrill.storage.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ObjectStoreContract;
import io.litedrill.storage.StorageCount;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StoredObject;
import io.litedrill.storage.Timeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebDavObjectStoreTest extends ObjectStoreContract {
    private static final AtomicInteger FOLDERS = new AtomicInteger();

    @TempDir
    private static Path home;

    private static ApacheServer server;

    private final StorageCount count = new StorageCount();
    private Path folder;
    private ObjectStore store;

    @BeforeAll
    static void start() throws IOException {
        server = ApacheServer.start(home);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        String name = "contract-" + FOLDERS.incrementAndGet();
        folder = server.createFolder(name);
        store = new WebDavObjectStore(server.settings(name, server.port()), Timeouts.DEFAULT, count);
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
        Path file = folder.resolve(key);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    @Override
    protected void delete(String key) throws IOException {
        Files.delete(folder.resolve(key));
    }

    @Override
    protected StorageCount count() {
        return count;
    }

    @Test
    void logsInByDigest() throws Exception {
        Files.createDirectories(server.files().resolve("digest/r"));
        Files.writeString(server.files().resolve("digest/r/a"), "x");
        List<String> keys = new ArrayList<>();
        try (ObjectStore digest =
                new WebDavObjectStore(server.settings("digest", server.port()), Timeouts.DEFAULT, count)) {
            digest.list("", "", object -> keys.add(object.key()));
        }
        assertThat(keys).containsExactly("r/a");
    }

    @Test
    void namesARefusedLogin() {
        WebDavSettings settings = ApacheServer.settings("", server.port(), "hunter2");
        try (ObjectStore wrong = new WebDavObjectStore(settings, Timeouts.DEFAULT, StorageListener.NONE)) {
            Throwable thrown = catchThrowable(() -> wrong.list("r/", "", object -> true));

            assertThat(kindOf(thrown)).isEqualTo(Kind.ACCESS_DENIED);
            assertThat(thrown)
                    .hasMessageContaining("webdav://127.0.0.1:" + server.port() + "/r/")
                    .hasMessageContaining("webdav-password")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void showsTimesAsTheServerHasThem() throws Exception {
        put("a", new byte[3]);
        Instant time = Instant.parse("2024-02-29T12:34:56Z");
        Files.setLastModifiedTime(folder.resolve("a"), FileTime.from(time));
        List<StoredObject> objects = new ArrayList<>();

        store.list("", "", objects::add);

        assertThat(objects).containsExactly(new StoredObject("a", 3, time));
    }
}
