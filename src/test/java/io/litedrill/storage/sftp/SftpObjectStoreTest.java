package io.litedrill.storage.sftp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ObjectStoreContract;
import io.litedrill.storage.StorageCount;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StoredObject;
import io.litedrill.storage.Timeouts;
import io.litedrill.storage.sftp.SftpSettings.HostKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SftpObjectStoreTest extends ObjectStoreContract {
    private static final AtomicInteger FOLDERS = new AtomicInteger();

    @TempDir
    private static Path home;

    private static OpenSshServer server;

    private final StorageCount count = new StorageCount();
    private Path folder;
    private ObjectStore store;

    @BeforeAll
    static void start() throws IOException {
        server = OpenSshServer.start(home);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        folder = server.createFolder("contract-" + FOLDERS.incrementAndGet());
        store = new SftpObjectStore(server.settings(folder, server.port()), Timeouts.DEFAULT, count);
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

    private static SftpSettings with(HostKey hostKey, Path keyFile, Optional<String> password) {
        return new SftpSettings(
                "127.0.0.1", server.port(), server.user(), "/", password, Optional.of(keyFile), hostKey);
    }

    private static Throwable failure(SftpSettings settings) {
        try (ObjectStore other = new SftpObjectStore(settings, Timeouts.DEFAULT, StorageListener.NONE)) {
            return catchThrowable(() -> other.list("r/", "", object -> true));
        }
    }

    @Test
    void refusesAServerWithAnotherHostKey() throws Exception {
        Throwable thrown = failure(with(new HostKey.Fixed(server.otherHostKey()), server.keyFile(), Optional.empty()));

        assertThat(kindOf(thrown)).isEqualTo(Kind.UNREACHABLE);
        assertThat(thrown)
                .hasMessageContaining("sftp://127.0.0.1:" + server.port() + "/r/")
                .hasMessageContaining("is not the expected one");
    }

    @Test
    void verifiesTheHostKeyByAFileOfKnownHosts() throws Exception {
        Path known = Files.writeString(
                home.resolve("known"), "[127.0.0.1]:" + server.port() + " " + server.hostKey() + "\n");
        Path others = Files.writeString(
                home.resolve("others"), "[127.0.0.1]:" + server.port() + " " + server.otherHostKey() + "\n");
        Path empty = Files.writeString(home.resolve("empty"), "");

        assertThat(failure(with(new HostKey.Known(known), server.keyFile(), Optional.empty())))
                .isNull();
        for (Path file : List.of(others, empty, home.resolve("absent"))) {
            assertThat(failure(with(new HostKey.Known(file), server.keyFile(), Optional.empty())))
                    .hasMessageContaining("is not the expected one");
        }
    }

    @Test
    void acceptsAnyHostKeyOnRequest() {
        assertThat(failure(with(new HostKey.Any(), server.keyFile(), Optional.empty())))
                .isNull();
    }

    @Test
    void namesARefusedLogin() {
        Throwable thrown = failure(with(new HostKey.Any(), server.otherKeyFile(), Optional.of("hunter2")));

        assertThat(kindOf(thrown)).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(thrown)
                .hasMessageContaining("refused the login of " + server.user())
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void namesAPrivateKeyThatCannotBeRead() {
        Throwable thrown = failure(with(new HostKey.Any(), home.resolve("no-such-key"), Optional.empty()));

        assertThat(kindOf(thrown)).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(thrown).hasMessageContaining("no-such-key").hasMessageContaining("key-path must name");
    }

    @Test
    void followsLinksAndListsNoOtherFiles() throws Exception {
        put("real/a", new byte[3]);
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("broken"), folder.resolve("nothing"));

        assertThat(keys("", "")).containsExactly("link/a", "real/a");
    }

    @Test
    void doesNotFollowALinkThatLeadsBack() throws Exception {
        put("real/a", new byte[3]);
        Files.createSymbolicLink(folder.resolve("real/back"), folder.resolve("real"));

        assertThat(keys("", "")).containsExactly("real/a");
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

    @Test
    void readsManyFilesAtOnce() throws Exception {
        put("a", "0123456789".getBytes(UTF_8));
        List<InputStream> bodies = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            bodies.add(store.open("a", i, 1));
        }
        for (int i = 0; i < 8; i++) {
            try (InputStream body = bodies.get(i)) {
                assertThat(body.readAllBytes()).asString(UTF_8).isEqualTo(String.valueOf(i));
            }
        }
        for (int i = 0; i < 30; i++) {
            try (InputStream body = store.open("a", 0, 10)) {
                assertThat(body.read()).isEqualTo('0');
            }
        }
    }
}
