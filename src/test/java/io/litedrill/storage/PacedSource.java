package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One object of any size on a server that limits the bytes a second of each connection, in time that passes as bytes
 * arrive.
 */
final class PacedSource implements RangeSource {
    private static final String PLACE = "test://object";

    final AtomicLong now = new AtomicLong();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger mostOpen = new AtomicInteger();
    final AtomicInteger aborted = new AtomicInteger();
    /** The bytes that all responses have delivered. */
    final AtomicLong delivered = new AtomicLong();
    /** The position of the first byte of each request, in the order of the requests. */
    final List<Long> requests = new CopyOnWriteArrayList<>();
    /** Responses wait for it before each byte after this position. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    volatile long gatedFrom;
    volatile Optional<String> version = Optional.of("1");
    volatile boolean sendsSize = true;
    volatile long size;
    /** The position at which connections break, and how often they do. */
    volatile long breakAt = Long.MAX_VALUE;

    final AtomicInteger breaks = new AtomicInteger();

    private final long bytesPerSecond;
    private final StorageListener listener;

    PacedSource(long size, long bytesPerSecond, StorageListener listener) {
        this.size = size;
        this.bytesPerSecond = bytesPerSecond;
        this.listener = listener;
    }

    /** Returns its range from the first byte to the last one. */
    RequestedRange whole() {
        Requests reported = new Requests(new ProgressWatch(Timeouts.DEFAULT, now::get), listener);
        return new RequestedRange(this, reported, new ConnectionErrors("the server", List.of()), 0, size);
    }

    static byte at(long position) {
        return (byte) (position * 31 + (position >>> 11) + (position >>> 21) * 7);
    }

    @Override
    public String place() {
        return PLACE;
    }

    @Override
    public Part get(long first, long end, Optional<String> wanted) throws StorageException {
        requests.add(first);
        boolean matches = wanted.isEmpty() || wanted.equals(version);
        listener.request(Operation.GET, matches);
        if (!matches) {
            throw new StorageException(Kind.CHANGED, PLACE + ": another version");
        }
        Body body = new Body(first, Math.min(end, size));
        return new Part(body, body::abort, first, body.end, sendsSize ? Optional.of(size) : Optional.empty(), version);
    }

    private final class Body extends InputStream {
        private final long end;
        private final AtomicBoolean ended = new AtomicBoolean();
        private long position;

        Body(long first, long end) {
            this.position = first;
            this.end = end;
            mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            pass();
            if (position == end || ended.get()) {
                return -1;
            }
            if (position == breakAt && breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IOException("connection reset");
            }
            long until = position < breakAt ? Math.min(end, breakAt) : end;
            int read = (int) Math.min(Math.min(count, 64 << 10), until - position);
            for (int i = 0; i < read; i++) {
                target[from + i] = at(position + i);
            }
            position += read;
            delivered.addAndGet(read);
            now.addAndGet(read * 1_000_000_000L / bytesPerSecond);
            return read;
        }

        private void pass() throws IOException {
            try {
                if (position >= gatedFrom) {
                    gate.await();
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) {
                open.decrementAndGet();
            }
        }

        void abort() {
            if (!ended.get()) {
                aborted.incrementAndGet();
            }
            close();
        }
    }
}
