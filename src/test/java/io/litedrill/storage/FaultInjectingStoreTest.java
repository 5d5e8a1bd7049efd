package io.litedrill.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test double itself: it fails exactly when a test sets a fault. */
class FaultInjectingStoreTest {
    private final MemoryObjectStore memory = new MemoryObjectStore();
    private final FaultInjectingStore store = new FaultInjectingStore(memory);

    @BeforeEach
    void fill() {
        memory.put("a/1", new byte[100]);
        memory.put("a/2", new byte[100]);
    }

    @Test
    void failsTheCallThatWasNamed() throws Exception {
        store.failCall(2, Kind.UNREACHABLE);

        assertThat(read("a/1")).isEqualTo(100);
        assertThatThrownBy(() -> read("a/1")).isInstanceOf(StorageException.class);
        assertThat(read("a/1")).isEqualTo(100);
        assertThat(store.calls()).isEqualTo(3);
    }

    @Test
    void failsAKeyUntilHealed() throws Exception {
        store.failKey("a/1", Kind.NOT_FOUND);

        assertThatThrownBy(() -> read("a/1")).hasMessageContaining("NOT_FOUND");
        assertThat(read("a/2")).isEqualTo(100);
        store.heal();
        assertThat(read("a/1")).isEqualTo(100);
    }

    @Test
    void failsListingsUnderAPrefix() throws Exception {
        store.failList("a/", Kind.ACCESS_DENIED);

        assertThatThrownBy(() -> store.list("a/1", "", object -> true)).hasMessageContaining("ACCESS_DENIED");
        store.list("b/", "", object -> true);
    }

    @Test
    void breaksAStream() throws Exception {
        store.breakAfter("a/1", 60);

        try (InputStream body = store.open("a/1", 0, 100)) {
            assertThat(body.readNBytes(60)).hasSize(60);
            assertThatThrownBy(body::read).isInstanceOf(StorageException.class);
        }
    }

    @Test
    void stallsAStreamUntilReleased() throws Exception {
        store.stall("a/1");
        CompletableFuture<Integer> reading = CompletableFuture.supplyAsync(() -> {
            try {
                return read("a/1");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(store.awaitStalled("a/1")).isTrue();
        assertThat(reading).isNotDone();
        store.release("a/1");
        assertThat(reading.get()).isEqualTo(100);
    }

    private int read(String key) throws IOException {
        try (InputStream body = store.open(key, 0, 100)) {
            return body.readAllBytes().length;
        }
    }
}
