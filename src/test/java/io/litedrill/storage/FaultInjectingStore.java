package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store that delegates to another one, except for faults that a test sets. Faults stay until {@link #heal};
 * {@link #close} closes the other store and releases waiting reads.
 */
public class FaultInjectingStore implements ObjectStore {
    private final ObjectStore store;
    private final Map<Integer, Kind> failingCalls = new ConcurrentHashMap<>();
    private final Map<String, Kind> failingKeys = new ConcurrentHashMap<>();
    private final Map<String, Kind> failingPrefixes = new ConcurrentHashMap<>();
    private final Map<String, Long> breaks = new ConcurrentHashMap<>();
    private final Map<String, Runnable> befores = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> stalls = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> stalled = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();

    /** Creates a store without faults. */
    public FaultInjectingStore(ObjectStore store) {
        this.store = store;
    }

    /** Fails the n-th call of {@code list} or {@code open} from now, where 1 is the next. */
    public void failCall(int number, Kind kind) {
        failingCalls.put(calls.get() + number, kind);
    }

    /** Fails each {@code open} of a key. */
    public void failKey(String key, Kind kind) {
        failingKeys.put(key, kind);
    }

    /** Fails each {@code list} whose prefix starts with this one; empty for every listing. */
    public void failList(String prefix, Kind kind) {
        failingPrefixes.put(prefix, kind);
    }

    /** Fails each stream of a key as unreachable after this number of bytes. */
    public void breakAfter(String key, long bytes) {
        breaks.put(key, bytes);
    }

    /** Runs an action before each {@code open} of a key, so that the content can differ from the listing. */
    public void beforeOpen(String key, Runnable action) {
        befores.put(key, action);
    }

    /** Blocks each stream of a key at its first read until {@link #release} or {@link #heal}, at most a minute. */
    public void stall(String key) {
        stalled.put(key, new CountDownLatch(1));
        stalls.put(key, new CountDownLatch(1));
    }

    /** Waits up to ten seconds until a read of a stalled key begins, and returns whether one did. */
    public boolean awaitStalled(String key) throws InterruptedException {
        CountDownLatch arrived = stalled.get(key);
        return arrived != null && arrived.await(10, TimeUnit.SECONDS);
    }

    /** Releases the streams of a stalled key. */
    public void release(String key) {
        CountDownLatch stall = stalls.remove(key);
        if (stall != null) {
            stall.countDown();
        }
    }

    /** Removes all faults and releases waiting reads. */
    public void heal() {
        failingCalls.clear();
        failingKeys.clear();
        failingPrefixes.clear();
        breaks.clear();
        befores.clear();
        stalls.keySet().forEach(this::release);
    }

    /** Returns the number of calls of {@code list} and {@code open} up to now. */
    public int calls() {
        return calls.get();
    }

    @Override
    public String locate(String key) {
        return store.locate(key);
    }

    @Override
    public void list(String prefix, String after, ObjectVisitor visitor) throws StorageException {
        failIfDue(prefix);
        for (Map.Entry<String, Kind> fault : failingPrefixes.entrySet()) {
            if (prefix.startsWith(fault.getKey())) {
                throw injected(fault.getValue(), prefix);
            }
        }
        store.list(prefix, after, visitor);
    }

    @Override
    public Folders folders(String prefix, int pages) throws StorageException {
        failIfDue(prefix);
        for (Map.Entry<String, Kind> fault : failingPrefixes.entrySet()) {
            if (prefix.startsWith(fault.getKey())) {
                throw injected(fault.getValue(), prefix);
            }
        }
        return store.folders(prefix, pages);
    }

    @Override
    public Optional<String> doubtOfEmpty(String root) {
        return store.doubtOfEmpty(root);
    }

    @Override
    public InputStream open(String key, long offset, long length) throws StorageException {
        failIfDue(key);
        Kind kind = failingKeys.get(key);
        if (kind != null) {
            throw injected(kind, key);
        }
        befores.getOrDefault(key, () -> {}).run();
        return new FaultyBody(store.open(key, offset, length), key);
    }

    @Override
    public Optional<Instant> date() {
        return store.date();
    }

    @Override
    public void close() {
        heal();
        store.close();
    }

    private void failIfDue(String key) throws StorageException {
        Kind kind = failingCalls.get(calls.incrementAndGet());
        if (kind != null) {
            throw injected(kind, key);
        }
    }

    private StorageException injected(Kind kind, String key) {
        return new StorageException(kind, store.locate(key) + ": injected fault " + kind);
    }

    private final class FaultyBody extends FilterInputStream {
        private final String key;
        private long done;

        FaultyBody(InputStream body, String key) {
            super(body);
            this.key = key;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            waitIfStalled();
            Long limit = breaks.get(key);
            if (limit != null && done >= limit) {
                throw injected(Kind.UNREACHABLE, key);
            }
            int wanted = limit == null ? count : (int) Math.min(count, limit - done);
            int read = in.read(target, from, wanted);
            done += Math.max(read, 0);
            return read;
        }

        private void waitIfStalled() throws IOException {
            CountDownLatch stall = stalls.get(key);
            if (stall == null) {
                return;
            }
            CountDownLatch arrived = stalled.get(key);
            if (arrived != null) {
                arrived.countDown();
            }
            try {
                if (!stall.await(1, TimeUnit.MINUTES)) {
                    throw injected(Kind.UNREACHABLE, key);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StorageException(Kind.STOPPED, store.locate(key) + ": stopped", e);
            }
        }
    }
}
