package io.litedrill.storage;

import java.io.IOException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Requests the rest of a large range in pieces, several at one time, and delivers them in order. Each piece is loaded
 * into its own array, independent of the others, so that no request waits for another one; the arrays are used again.
 * Used by one thread, and closed by any.
 */
final class RangesAhead implements AutoCloseable {
    private final RequestedRange range;
    private final String version;
    private final ParallelReads reads;
    private final int reserved;
    private final Queue<RangeLoad> loads = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private long next;

    /**
     * Creates the pieces; requests nothing yet.
     *
     * @param start the position in the object of the first byte
     * @param version the version of the object to read
     */
    RangesAhead(RequestedRange range, long start, String version, ParallelReads reads) {
        this.range = range;
        this.next = start;
        this.version = version;
        this.reads = reads;
        this.reserved = reads.reserve();
    }

    /** Requests pieces while another response is read. */
    void loadBeside() throws StorageException {
        load(reserved);
    }

    /** Reads at least one byte, as {@link RangeStream#read}. */
    int read(byte[] target, int from, int count) throws IOException {
        load(reserved + 1);
        RangeLoad first = loads.element();
        int read = first.read(target, from, count);
        if (first.isRead()) {
            reads.pace().record(first.length(), first.waited());
            loads.remove();
            reads.ranges().give(first.array());
            load(reserved + 1);
        }
        return read;
    }

    private void load(int most) throws StorageException {
        while (loads.size() < most && next < range.end()) {
            long start = next;
            long length = Math.min(ParallelReads.RANGE, range.end() - start);
            RangeLoad load = new RangeLoad(
                    range,
                    start,
                    length,
                    () -> new RangeBody(range, start, length, Optional.of(version)),
                    reads.ranges().take());
            next += length;
            loads.add(load);
            load.start(reads.threads());
            if (closed.get()) {
                // by another thread, which may not have found it
                load.cancel();
            }
        }
    }

    /** Ends all requests. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            loads.forEach(RangeLoad::cancel);
            reads.release(reserved);
        }
    }
}
