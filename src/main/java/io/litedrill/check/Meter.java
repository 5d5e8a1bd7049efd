package io.litedrill.check;

import io.litedrill.storage.StorageListener;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests of one run to a store. Safe for use by several threads. */
public final class Meter implements StorageListener {
    private final LongAdder requests = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    @Override
    public void request(Operation operation, boolean successful) {
        requests.increment();
    }

    @Override
    public void read(long count) {
        bytes.add(count);
    }

    /** Returns the counts so far. */
    public Cost cost() {
        return new Cost(requests.sum(), bytes.sum());
    }
}
