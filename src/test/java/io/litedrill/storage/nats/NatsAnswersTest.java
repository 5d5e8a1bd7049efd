package io.litedrill.storage.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.litedrill.litestream.Tools;
import io.litedrill.storage.FaultProxy;
import io.litedrill.storage.FaultProxy.Fault;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ServerProcess;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.Timeouts;
import io.litedrill.storage.nats.NatsSettings.Login;
import io.nats.client.Connection;
import io.nats.client.NKey;
import io.nats.client.api.ConsumerConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faulty servers and object stores: such a listing is never an empty replica. */
@Timeout(60)
class NatsAnswersTest {
    private static final Timeouts SHORT = new Timeouts(
            Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(1), 1024);
    private static final AtomicInteger BUCKETS = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static NatsServer server;
    private static String seed = "";

    private final String bucket = "answers-" + BUCKETS.incrementAndGet();
    private ObjectStore store;

    @BeforeAll
    static void start() throws Exception {
        NKey key = NKey.createUser(new SecureRandom());
        seed = String.valueOf(key.getSeed());
        server = NatsServer.start(
                folder, """
                authorization { users: [
                  {user: %s, password: %s}
                  {user: blind, password: hush, permissions: {publish: {deny: "$JS.API.>"}}}
                  {nkey: %s}
                ]}
                """.formatted(NatsServer.USER, NatsServer.PASSWORD, String.valueOf(key.getPublicKey())));
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
        store = new NatsObjectStore(NatsServer.settings(bucket, server.port()), SHORT, StorageListener.NONE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aReadingWhoseConnectionIsGoneEndsWithoutAFailure() throws Exception {
        try (NatsConnector connector = new NatsConnector(NatsServer.settings(bucket, server.port()), SHORT)) {
            Connection connection = connector.connect();
            NatsStream stream = new NatsStream(
                    connection,
                    bucket,
                    ConsumerConfiguration.builder().filterSubject(NatsStream.descriptions(bucket) + ">"),
                    10,
                    SHORT);
            connector.end(connection);

            assertThatCode(stream::close).doesNotThrowAnyException();
        }
    }

    @Test
    void aClosedStoreLeavesNoThread() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (FaultProxy proxy = new FaultProxy(server.port());
                ObjectStore through = new NatsObjectStore(
                        NatsServer.settings(bucket, proxy.endpoint().getPort()), SHORT, StorageListener.NONE)) {
            assertThat(keys(through)).isEmpty();
            proxy.behave(new Fault.Reset(0));
            assertThat(catchThrowable(() -> keys(through))).isInstanceOf(StorageException.class);
            proxy.behave(new Fault.None());
            assertThat(keys(through)).isEmpty();
            assertThat(threads(before)).isNotEmpty();
        }

        await().untilAsserted(() -> assertThat(threads(before)).isEmpty());
    }

    /**
     * Returns the names of the threads of stores, and of the connections of their clients, that did not run before.
     */
    private static List<String> threads(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("litedrill"))
                .toList();
    }

    private static List<String> keys(ObjectStore from) throws StorageException {
        List<String> keys = new ArrayList<>();
        from.list("r/", "", object -> keys.add(object.key()));
        return keys;
    }

    private static StorageException failure(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(StorageException.class);
        return (StorageException) thrown;
    }

    private StorageException listFails(Login login) {
        return listFails(NatsServer.settings(bucket, server.port(), login));
    }

    private static StorageException listFails(NatsSettings settings) {
        try (ObjectStore other = new NatsObjectStore(settings, SHORT, StorageListener.NONE)) {
            return failure(() -> keys(other));
        }
    }

    private byte[] read(long length) throws IOException {
        try (InputStream body = store.open("r/a", 0, length)) {
            return body.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<html></html> | no valid JSON document",
                "`` | under the subject of another",
                "{} | under the subject of another",
                "[] | under the subject of another",
                "{\"name\":\"r/b\",\"nuid\":\"x\",\"size\":1,\"chunks\":1} | under the subject of another",
                "{\"name\":\"r/a\",\"size\":1,\"chunks\":1} | without id, size or time",
                "{\"name\":\"r/a\",\"nuid\":\"a.>\",\"size\":1,\"chunks\":1} | without id, size or time",
                "{\"name\":\"r/a\",\"nuid\":\"x\",\"size\":1} | without id, size or time",
                "{\"name\":\"r/a\",\"nuid\":\"x\",\"size\":-1,\"chunks\":1} | without id, size or time",
                "{\"name\":\"r/a\",\"nuid\":\"x\",\"size\":1,\"chunks\":-1} | without id, size or time"
            })
    void refusesAListingWithAnInvalidDescription(String description, String reason) throws Exception {
        server.put(bucket, "r/0", new byte[1]);
        server.describe(bucket, "r/a", description);

        StorageException failure = failure(() -> keys(store));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageStartingWith(store.locate("r/") + ": ").hasMessageContaining(reason);
    }

    @Test
    void refusesAListingThatIsCutShort() throws Exception {
        for (int i = 0; i < 300; i++) {
            server.put(bucket, "r/" + i, new byte[1]);
        }
        try (FaultProxy proxy = new FaultProxy(server.port());
                ObjectStore through = new NatsObjectStore(
                        NatsServer.settings(bucket, proxy.endpoint().getPort()), SHORT, StorageListener.NONE)) {
            assertThat(keys(through)).hasSize(300);
            long whole = proxy.bytesFromServer();
            for (Fault fault :
                    List.of(new Fault.Cut(whole / 2), new Fault.Reset(whole / 2), new Fault.Stall(whole / 2))) {
                proxy.behave(fault);
                try (ObjectStore broken = new NatsObjectStore(
                        NatsServer.settings(bucket, proxy.endpoint().getPort()), SHORT, StorageListener.NONE)) {
                    assertThat(failure(() -> keys(broken)).kind())
                            .as("%s", fault)
                            .isEqualTo(Kind.UNREACHABLE);
                }
            }
        }
    }

    @Test
    void namesAnObjectThatLacksParts() throws Exception {
        server.put(bucket, "r/a", new byte[300_000]);
        String parts = NatsStream.parts(bucket, server.id(bucket, "r/a").orElseThrow());
        var manager = server.owner().jetStreamManagement();
        manager.deleteMessage(
                NatsStream.name(bucket),
                manager.getFirstMessage(NatsStream.name(bucket), parts).getSeq());

        StorageException failure = failure(() -> read(300_000));

        assertThat(failure.kind()).isEqualTo(Kind.CHANGED);
        assertThat(failure).hasMessageContaining("the store has 2 of the 3 parts");
    }

    @Test
    void refusesPartsThatAreShorterThanTheObject() throws Exception {
        server.put(bucket, "r/a", new byte[10]);
        server.describe(bucket, "r/a", """
                {"name":"r/a","nuid":"%s","size":20,"chunks":1}""".formatted(server.id(bucket, "r/a").orElseThrow()));

        assertThat(failure(() -> read(20)).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void listsWhatIsThereWhenTheBucketChangesMeanwhile() throws Exception {
        int size = 2_500;
        for (int i = 0; i < size; i++) {
            describe("r/%04d".formatted(i), "x");
        }
        AtomicInteger pages = new AtomicInteger();
        StorageListener changing = new StorageListener() {
            @Override
            public void request(Operation operation, boolean successful) {
                if (pages.incrementAndGet() == 1) {
                    change();
                }
            }

            @Override
            public void read(long bytes) {
                // only the pages count
            }
        };

        List<String> keys = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        try (ObjectStore watched = new NatsObjectStore(NatsServer.settings(bucket, server.port()), SHORT, changing)) {
            watched.list("r/", "", object -> {
                keys.add(object.key());
                return tags.add(object.tag());
            });
        }

        assertThat(pages).as("lists").hasValue(3);
        // one listed object was deleted, two were added, and one that was not listed yet was replaced
        assertThat(keys).hasSize(size - 1 + 2).doesNotContain("r/0000").contains("r/1000", "r/2499", "r/a", "r/b");
        assertThat(tags.get(keys.indexOf("r/2499"))).isEqualTo("new");
    }

    private void change() {
        try {
            describe("r/a", "x");
            describe("r/b", "x");
            describe("r/2499", "new");
            server.describe(bucket, "r/0000", """
                    {"name":"r/0000","nuid":"x","size":0,"chunks":0,"deleted":true}""");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void describe(String key, String id) throws IOException {
        server.describe(bucket, key, """
                {"name":"%s","nuid":"%s","size":1,"chunks":1}""".formatted(key, id));
    }

    @Test
    void listsNoLinks() throws Exception {
        server.put(bucket, "r/a", new byte[1]);
        server.describe(bucket, "r/b", """
                {"name":"r/b","nuid":"x","size":0,"chunks":0,"options":{"link":{"bucket":"b","name":"r/a"}}}""");

        assertThat(keys(store)).containsExactly("r/a");
    }

    @Test
    void namesALoginThatIsRefused() {
        StorageException wrong = listFails(new Login.User(NatsServer.USER, "wrong-password"));

        assertThat(wrong.kind()).as("%s", wrong).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(wrong).hasMessageNotContaining("wrong-password");
        assertThat(listFails(new Login.None()).kind()).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(listFails(new Login.Token("t")).kind()).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(listFails(new Login.Seed("SUAwrong")).kind()).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(listFails(new Login.Jwt("j", "SUAwrong")).kind()).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(listFails(new Login.Creds(folder.resolve("none.creds")))).hasMessageContaining("none.creds");
    }

    @Test
    void namesALoginWithoutPermission() {
        StorageException denied = listFails(new Login.User("blind", "hush"));

        assertThat(denied.kind()).as("%s", denied).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(denied).hasMessageContaining("$JS.API.>");
    }

    @Test
    void logsInWithASeed() throws Exception {
        server.put(bucket, "r/a", new byte[1]);
        try (ObjectStore signed = new NatsObjectStore(
                NatsServer.settings(bucket, server.port(), new Login.Seed(seed)), SHORT, StorageListener.NONE)) {
            assertThat(keys(signed)).containsExactly("r/a");
        }
    }

    @Test
    void namesAServerWithoutJetStream() throws Exception {
        String program = Tools.require("nats-server").toString();
        try (ServerProcess plain = ServerProcess.start(
                "plain", folder, port -> List.of(program, "-a", "127.0.0.1", "-p", port, "--auth", "tok"))) {
            NatsSettings settings = NatsServer.settings("b", plain.port(), new Login.Token("tok"));

            assertThat(listFails(settings)).hasMessageContaining("JetStream");
            assertThat(listFails(NatsServer.settings("b", plain.port(), new Login.Token("other")))
                            .kind())
                    .isEqualTo(Kind.ACCESS_DENIED);
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1 400 Bad Request, false", "INFO {}, false", "INFO, false", "x, true"})
    void refusesAnotherServer(String greeting, boolean endless) throws Exception {
        CompletableFuture<Void> ended;
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            ended = CompletableFuture.runAsync(() -> greet(socket, greeting, endless));

            StorageException failure = listFails(NatsServer.settings("b", socket.getLocalPort()));

            assertThat(failure.kind()).as("%s", failure).isEqualTo(Kind.UNREACHABLE);
        }
        ended.join();
    }

    private static void greet(ServerSocket socket, String greeting, boolean endless) {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                OutputStream out = client.getOutputStream();
                out.write((endless ? greeting.repeat(1 << 16) : greeting + "\r\n").getBytes(UTF_8));
                while (endless) {
                    out.write(greeting.repeat(1 << 16).getBytes(UTF_8));
                }
                client.getInputStream().readAllBytes();
            } catch (IOException e) {
                // the client closed the connection, or the test the server
            }
        }
    }
}
