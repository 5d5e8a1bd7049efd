package io.litedrill.storage;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads a large range: the first bytes from one response, the others from that too, or from several requests at one
 * time. It changes from the one to the other when the connection turns out to be slow.
 */
final class LargeBody extends RangeStream {
    /** The bytes that measure a connection. */
    private static final long SAMPLE = 4 << 20;
    /** A reader that takes no more, as one that reads a header, causes no other request. */
    private static final long HEADER = 256 << 10;

    private final RequestedRange range;
    private final ParallelReads reads;
    private final RangeBody first;
    /** The number of bytes that are read from the first response. */
    private long ofFirst;

    private long done;
    private long sampled;
    private long waited;
    private volatile Optional<RangesAhead> others = Optional.empty();
    private volatile boolean closed;

    /**
     * Creates a body.
     *
     * @param first responds with the first bytes of the range, or with all
     * @param ofFirst the number of its bytes
     */
    LargeBody(RequestedRange range, RangeBody first, long ofFirst, ParallelReads reads) {
        this.range = range;
        this.first = first;
        this.ofFirst = ofFirst;
        this.reads = reads;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, target.length);
        if (closed) {
            throw new IOException(range.place() + ": stream closed");
        }
        if (count == 0 || done == range.length()) {
            return count == 0 ? 0 : -1;
        }
        boolean successful = false;
        try {
            ConnectionErrors.requireRunning(range.place());
            int read = done < ofFirst ? readFirst(target, from, count) : others().read(target, from, count);
            successful = true;
            return read(read);
        } finally {
            if (!successful) {
                close();
            }
        }
    }

    private int read(int bytes) {
        done += bytes;
        if (done == range.length()) {
            others.ifPresent(RangesAhead::close);
        }
        return bytes;
    }

    private int readFirst(byte[] target, int from, int count) throws IOException {
        int read = first.read(target, from, (int) Math.min(count, ofFirst - done));
        long now = done + read;
        measure(now);
        if (ofFirst < range.length() && now > HEADER) {
            others().loadBeside();
        } else if (now - sampled == 0 && reads.pace().isSlow() && isWorthMore(now)) {
            // The rest of the response is dropped: once for a store, since it is then known to be slow.
            first.close();
            ofFirst = now;
        }
        return read;
    }

    private void measure(long now) {
        if (now - sampled >= SAMPLE || now == ofFirst) {
            reads.pace().record(now - sampled, first.waited() - waited);
            sampled = now;
            waited = first.waited();
        }
    }

    private boolean isWorthMore(long now) {
        return first.version().isPresent() && range.length() - now >= 2 * ParallelReads.RANGE;
    }

    private RangesAhead others() {
        Optional<RangesAhead> known = others;
        if (known.isPresent()) {
            return known.get();
        }
        RangesAhead created =
                new RangesAhead(range, range.offset() + ofFirst, first.version().orElseThrow(), reads);
        others = Optional.of(created);
        if (closed) {
            // by another thread, which may not have found them
            created.close();
        }
        return created;
    }

    @Override
    public void close() {
        closed = true;
        first.close();
        others.ifPresent(RangesAhead::close);
    }
}
