package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener.Operation;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** A store in memory, whose objects and times tests set. */
public final class MemoryObjectStore implements ObjectStore {
    /** The time of objects that are put without one. */
    public static final Instant DEFAULT_TIME = Instant.parse("2026-11-01T00:00:00Z");

    private final ConcurrentSkipListMap<String, Content> objects = new ConcurrentSkipListMap<>(KeyOrder.UTF_8);
    private final StorageListener listener;
    private volatile Optional<Instant> date = Optional.empty();

    /** Creates an empty store without a listener. */
    public MemoryObjectStore() {
        this(StorageListener.NONE);
    }

    /** Creates an empty store. */
    public MemoryObjectStore(StorageListener listener) {
        this.listener = listener;
    }

    /** Writes an object, and replaces an existing one. */
    public void put(String key, byte[] bytes) {
        put(key, bytes, DEFAULT_TIME);
    }

    /** Writes an object with its time, and replaces an existing one. */
    public void put(String key, byte[] bytes, Instant modified) {
        objects.put(key, new Content(bytes.clone(), modified));
    }

    /** Sets the clock of its responses. */
    public void answersAt(Instant time) {
        date = Optional.of(time);
    }

    @Override
    public Optional<Instant> date() {
        return date;
    }

    /** Deletes an object if it exists. */
    public void delete(String key) {
        objects.remove(key);
    }

    /** Returns the bytes of an object. */
    public byte[] bytes(String key) throws StorageException {
        return content(key).bytes.clone();
    }

    @Override
    public String locate(String key) {
        return "memory://store/" + key;
    }

    @Override
    public void list(String prefix, String after, ObjectVisitor visitor) {
        listener.request(Operation.LIST, true);
        for (var entry : objects.tailMap(after, false).entrySet()) {
            String key = entry.getKey();
            if (key.startsWith(prefix)
                    && !visitor.visit(
                            new StoredObject(key, entry.getValue().bytes.length, entry.getValue().modified))) {
                return;
            }
        }
    }

    @Override
    public InputStream open(String key, long offset, long length) throws StorageException {
        Ranges.require(offset, length);
        boolean successful = false;
        try {
            byte[] bytes = content(key).bytes;
            Ranges.requireInside(locate(key), offset, length, bytes.length);
            successful = true;
            return new Body(new ByteArrayInputStream(bytes, (int) offset, (int) length));
        } finally {
            listener.request(Operation.GET, successful);
        }
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private Content content(String key) throws StorageException {
        Content content = objects.get(key);
        if (content == null) {
            throw new StorageException(Kind.NOT_FOUND, locate(key) + ": there is no such object");
        }
        return content;
    }

    private static final class Content {
        private final byte[] bytes;
        private final Instant modified;

        Content(byte[] bytes, Instant modified) {
            this.bytes = bytes;
            this.modified = modified;
        }
    }

    private final class Body extends FilterInputStream {
        Body(InputStream bytes) {
            super(bytes);
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            if (value >= 0) {
                listener.read(1);
            }
            return value;
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            int read = in.read(target, from, count);
            if (read > 0) {
                listener.read(read);
            }
            return read;
        }
    }
}
