package io.litedrill.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3ObjectStoreTest extends ObjectStoreContract {
    private static final AtomicInteger BUCKETS = new AtomicInteger();

    private static S3Server server;

    private final StorageCount count = new StorageCount();
    private final String bucket = "contract-" + BUCKETS.incrementAndGet();
    private S3ObjectStore store;

    @BeforeAll
    static void start() {
        server = S3Server.inMemory();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        server.createBucket(bucket);
        store = new S3ObjectStore(server.settings(bucket), Timeouts.DEFAULT, count);
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

    @Test
    void listsAndReadsKeysThatBeginWithASlash() throws Exception {
        server.createBucket(S3Server.ROOTED);
        List<String> keys = List.of("/0000/a.ltx", "/0000/b.ltx", "/0009/a.ltx", "other");
        for (String key : keys) {
            server.put(S3Server.ROOTED, key, key.getBytes(UTF_8));
        }
        try (ObjectStore rooted = paged(S3Server.ROOTED, 2)) {
            List<String> all = new ArrayList<>();
            rooted.list("", "", object -> all.add(object.key()));
            assertThat(all).isEqualTo(keys);

            List<String> some = new ArrayList<>();
            rooted.list("/00", "/0000/a.ltx", object -> some.add(object.key()));
            assertThat(some).containsExactly("/0000/b.ltx", "/0009/a.ltx");

            try (InputStream body = rooted.open("/0009/a.ltx", 1, 10)) {
                assertThat(body.readAllBytes()).asString(UTF_8).isEqualTo("0009/a.ltx");
            }
        }
    }

    @Test
    void asksForPagesAsTheVisitorWantsThem() throws Exception {
        for (int i = 0; i < 25; i++) {
            put("p/%02d".formatted(i), new byte[1]);
        }
        try (ObjectStore small = paged(bucket, 7)) {
            AtomicInteger seen = new AtomicInteger();
            small.list("p/", "", object -> seen.incrementAndGet() < 8);
            assertThat(seen).hasValue(8);
            assertThat(count.requests()).isEqualTo(2);

            AtomicInteger rest = new AtomicInteger();
            small.list("p/", "p/03", object -> rest.incrementAndGet() > 0);
            assertThat(rest).hasValue(21);
            assertThat(count.requests()).isEqualTo(5);
        }
    }

    @Test
    void readsTheStoresClockFromAListing() throws Exception {
        put("a");
        assertThat(store.date()).isEmpty();

        ObjectStore view = store.withListener(StorageListener.NONE);
        view.list("", "", object -> true);

        assertThat(view.date())
                .hasValueSatisfying(date -> assertThat(date).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES)));
        assertThat(store.date()).isEqualTo(view.date());
    }

    @Test
    void keepsTheStoreOpenWhenAViewIsClosed() throws Exception {
        put("a");
        store.withListener(StorageListener.NONE).close();

        assertThat(keys("", "")).containsExactly("a");
    }

    private ObjectStore paged(String name, int pageSize) {
        S3Settings settings = server.settings(name);
        return new S3ObjectStore(
                S3Connection.to(settings, Timeouts.DEFAULT).build(), settings, Timeouts.DEFAULT, count, pageSize);
    }
}
