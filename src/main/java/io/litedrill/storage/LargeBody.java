package io.litedrill.storage;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads a large range: the first bytes from one response, the others from that too, or from several requests at one
 * time. It changes from the one to the other when the connection turns out to be slow. The bytes after a header are
 * received on other threads.
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
    private volatile Optional<RangeLoad> ahead = Optional.empty();
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
            return advance(read);
        } finally {
            if (!successful) {
                close();
            }
        }
    }

    private int advance(int bytes) {
        done += bytes;
        if (done == range.length()) {
            others.ifPresent(RangesAhead::close);
        }
        return bytes;
    }

    private int readFirst(byte[] target, int from, int count) throws IOException {
        int most = (int) Math.min(count, ofFirst - done);
        if (ahead.isPresent()) {
            int read = ahead.get().read(target, from, most);
            if (ahead.get().isRead()) {
                ofFirst = done + read;
                reads.ahead().give(ahead.get().array());
                ahead = Optional.empty();
            }
            return read;
        }
        int read = first.read(target, from, most);
        long now = done + read;
        if (now > HEADER && ofFirst < range.length()) {
            others().loadBeside();
        } else if (now > HEADER && now < ofFirst) {
            readAhead(now);
        }
        return read;
    }

    /** Receives the rest of the first response on another thread, while the bytes before it are used. */
    private void readAhead(long now) throws StorageException {
        RangeLoad load = new RangeLoad(
                range,
                range.offset() + now,
                ofFirst - now,
                new Measured(now),
                reads.ahead().take());
        ahead = Optional.of(load);
        load.start(reads.threads());
        if (closed) {
            // by another thread, which may not have found it
            load.cancel();
        }
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
        ahead.ifPresent(RangeLoad::cancel);
        others.ifPresent(RangesAhead::close);
    }

    /** Measures the connection while the first response is read, and leaves the rest of it if it is slow. */
    private final class Measured implements RangeLoad.Origin {
        private final long start;
        private long sampled;
        private long waited;

        /**
         * Continues with the first response.
         *
         * @param start the number of bytes that were read before
         */
        Measured(long start) {
            this.start = start;
        }

        @Override
        public RangeBody open() {
            return first;
        }

        @Override
        public boolean continues(long loaded) {
            long now = start + loaded;
            if (now - sampled < SAMPLE) {
                return true;
            }
            reads.pace().record(now - sampled, first.waited() - waited);
            sampled = now;
            waited = first.waited();
            // Bytes that are on their way are lost: once for a store, since it is then known to be slow.
            return !(reads.pace().isSlow()
                    && first.version().isPresent()
                    && range.length() - now >= 2 * ParallelReads.RANGE);
        }
    }
}
