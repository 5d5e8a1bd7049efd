package io.litedrill.storage;

import java.util.concurrent.atomic.LongAdder;

/** Counts what it hears. Safe for use by several threads; see {@link ObjectStore#heardBy} for how one run counts its own. */
public final class StorageCount implements StorageListener {
    private final LongAdder requests = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();

    @Override
    public void request(Operation operation, boolean successful) {
        requests.increment();
    }

    @Override
    public void read(long bytes) {
        bytesRead.add(bytes);
    }

    /** Requests so far, those that failed among them; 0 or more. */
    public long requests() {
        return requests.sum();
    }

    /** Bytes of object bodies so far, 0 or more. */
    public long bytesRead() {
        return bytesRead.sum();
    }
}
