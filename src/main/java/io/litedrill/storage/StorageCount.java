package io.litedrill.storage;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts requests and bytes. Safe for use by several threads; see {@link ObjectStore#withListener} for how one run
 * counts its own requests.
 */
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

    /** Returns the number of requests so far, including failed requests; 0 or more. */
    public long requests() {
        return requests.sum();
    }

    /** Returns the bytes of object bodies so far, 0 or more. */
    public long bytesRead() {
        return bytesRead.sum();
    }
}
