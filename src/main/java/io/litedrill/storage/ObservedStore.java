package io.litedrill.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/** Wraps a store that makes one request for each call, and reports each request to a listener. */
final class ObservedStore implements ObjectStore {
    private final ObjectStore store;
    private final StorageListener listener;

    ObservedStore(ObjectStore store, StorageListener listener) {
        this.store = store;
        this.listener = listener;
    }

    @Override
    public String locate(String key) {
        return store.locate(key);
    }

    @Override
    public void list(String prefix, String after, ObjectVisitor visitor) throws StorageException {
        boolean successful = false;
        try {
            store.list(prefix, after, visitor);
            successful = true;
        } finally {
            listener.request(StorageListener.Operation.LIST, successful);
        }
    }

    @Override
    public Folders folders(String prefix, int pages) throws StorageException {
        boolean successful = false;
        try {
            Folders folders = store.folders(prefix, pages);
            successful = true;
            return folders;
        } finally {
            listener.request(StorageListener.Operation.LIST, successful);
        }
    }

    @Override
    public Optional<String> doubtOfEmpty(String root) {
        return store.doubtOfEmpty(root);
    }

    @Override
    public InputStream open(String key, long offset, long length) throws StorageException {
        boolean successful = false;
        try {
            InputStream body = new HeardBody(store.open(key, offset, length), listener);
            successful = true;
            return body;
        } finally {
            listener.request(StorageListener.Operation.GET, successful);
        }
    }

    @Override
    public Optional<Runnable> reserve() {
        return store.reserve();
    }

    @Override
    public Optional<Instant> date() {
        return store.date();
    }

    @Override
    public void close() {
        // The caller that opened the store closes it.
    }

    private static final class HeardBody extends FilterInputStream {
        private final StorageListener listener;

        HeardBody(InputStream body, StorageListener listener) {
            super(body);
            this.listener = listener;
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
