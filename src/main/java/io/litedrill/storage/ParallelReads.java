package io.litedrill.storage;

import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Opens the objects of one store: with one request, or a large object with several at one time where a connection is
 * slow. A connection to a store far away, or to one that limits each connection, brings some 50 MB a second.
 *
 * <p>The first large object is requested as a whole, and its first bytes measure the connection. Where that is fast,
 * more requests would only cost. So a store on the local network receives one request for each object.
 */
final class ParallelReads implements AutoCloseable {
    /** The bytes of a request beside others. All requests of an object together hold no more than 8 MiB in memory. */
    static final int RANGE = 2 << 20;
    /** The bytes that the only request of an object is ahead of its reader. */
    static final int AHEAD = 1 << 20;
    /** The most requests of one object at a time. */
    static final int MOST_REQUESTS = 4;
    /** The least size of an object that is worth more than one request. */
    static final long LARGE = 8 << 20;
    /**
     * All objects of a store together use this many connections in addition to one each: far less than its pool has.
     */
    private static final int MOST_EXTRA = 12;

    private final ConnectionPace pace = new ConnectionPace();
    private final Semaphore extra = new Semaphore(MOST_EXTRA);
    /** Arrays of earlier objects. New ones for each would be garbage soon, and would make the heap grow. */
    private final SpareArrays ahead = new SpareArrays(AHEAD, 1);

    private final SpareArrays ranges = new SpareArrays(RANGE, MOST_REQUESTS);

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "litedrill-storage-range");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Opens a range.
     *
     * @throws StorageException as {@link ObjectStore#open}
     */
    InputStream open(RequestedRange range) throws StorageException {
        if (range.length() < LARGE) {
            return new RangeBody(range);
        }
        if (pace.isSlow()) {
            RangeBody first = new RangeBody(range, range.offset(), RANGE, Optional.empty());
            // without these, the other requests might read another object
            if (first.version().isPresent() && first.size().isPresent()) {
                return new LargeBody(range, first, RANGE, this);
            }
            first.close();
        }
        return new LargeBody(range, new RangeBody(range), range.length(), this);
    }

    /** Returns the speed of its connections. */
    ConnectionPace pace() {
        return pace;
    }

    /** Returns the threads that load ranges. */
    Executor threads() {
        return threads;
    }

    /** Returns the arrays for the bytes that a request is ahead of its reader. */
    SpareArrays ahead() {
        return ahead;
    }

    /** Returns the arrays for the bytes of a request beside others. */
    SpareArrays ranges() {
        return ranges;
    }

    /** Reserves connections for the requests of one object beside its first one; there may be none left. */
    int reserve() {
        int reserved = 0;
        while (reserved < MOST_REQUESTS - 1 && extra.tryAcquire()) {
            reserved++;
        }
        return reserved;
    }

    /** Returns reserved connections. */
    void release(int reserved) {
        extra.release(reserved);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
