package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/**
 * Reads a piece of a range on another thread, ahead of its reader. The reader receives the bytes that have arrived,
 * and a failure at the place where it happened. If the piece is longer than its array, the array is used as a ring.
 */
final class RangeLoad {
    /** Less room than this is not worth a read. */
    private static final int LEAST_ROOM = 64 << 10;

    private final RequestedRange range;
    private final long offset;
    private final Origin origin;
    private final byte[] array;
    private final FutureTask<Boolean> task = new FutureTask<>(this::load, true);
    private Optional<RangeBody> body = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();
    private boolean cancelled;
    private long length;
    private long loaded;
    private long taken;

    /** Provides the response with the bytes of a piece. Called on the other thread. */
    interface Origin {
        /** Requests the piece, or returns a response that continues with it. */
        RangeBody open() throws StorageException;

        /** Returns whether to read on after this many bytes of the piece; without that, the piece ends there. */
        default boolean continues(long loaded) {
            return true;
        }
    }

    /**
     * Creates the load; requests nothing yet.
     *
     * @param offset the position of the first byte in the object
     * @param array receives the bytes
     */
    RangeLoad(RequestedRange range, long offset, long length, Origin origin, byte[] array) {
        this.range = range;
        this.offset = offset;
        this.length = length;
        this.origin = origin;
        this.array = array;
    }

    /** Requests the piece on another thread. */
    void start(Executor threads) throws StorageException {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw new StorageException(Kind.UNREACHABLE, range.place() + ": the store has been closed.", e);
        }
    }

    private void load() {
        try (RangeBody opened = origin.open()) {
            begin(opened);
            for (int room = awaitRoom(); room > 0; room = awaitRoom()) {
                arrived(opened.read(array, (int) (loaded % array.length), room));
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        } catch (InterruptedException cancelling) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the bytes that can be read into the array without a gap; 0 at the end of the piece. */
    private synchronized int awaitRoom() throws InterruptedException {
        while (array.length - (loaded - taken) < Math.min(LEAST_ROOM, length - loaded)) {
            wait();
        }
        long contiguous = array.length - loaded % array.length;
        return (int) Math.min(Math.min(contiguous, array.length - (loaded - taken)), length - loaded);
    }

    private synchronized void begin(RangeBody opened) throws IOException {
        body = Optional.of(opened);
        requireOpen();
    }

    private synchronized void arrived(int count) {
        loaded += count;
        if (!origin.continues(loaded)) {
            length = loaded;
        }
        notifyAll();
    }

    private synchronized void fail(Throwable thrown) {
        failure = Optional.of(thrown);
        notifyAll();
    }

    private void requireOpen() throws IOException {
        if (cancelled) {
            throw new IOException(range.place() + ": stream closed");
        }
    }

    /** Reads bytes that have arrived; waits for the first one. The piece must not be read to its end. */
    int read(byte[] target, int from, int count) throws IOException {
        int first = (int) (taken % array.length);
        int read = Math.min(Math.min(count, awaitBytes()), array.length - first);
        System.arraycopy(array, first, target, from, read);
        take(read);
        return read;
    }

    private synchronized void take(int count) {
        taken += count;
        notifyAll();
    }

    private synchronized int awaitBytes() throws IOException {
        try {
            while (taken == loaded && failure.isEmpty()) {
                requireOpen();
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw range.errors().broken(new IOException(e), range.place(), offset + taken, false);
        }
        if (taken == loaded) {
            // a request that was cancelled fails too
            requireOpen();
            throw ThreadFailure.of(failure.orElseThrow());
        }
        return (int) (loaded - taken);
    }

    /** Returns whether all bytes were read; then the array is free. */
    synchronized boolean isRead() {
        return taken == length;
    }

    /** Returns its bytes in all. */
    synchronized long length() {
        return length;
    }

    /** Returns the array that received the bytes. */
    byte[] array() {
        return array;
    }

    /** Returns how long the connection let its reader wait, in ns. */
    synchronized long waited() {
        return body.map(RangeBody::waited).orElse(0L);
    }

    /** Ends the request. Its reader fails. */
    void cancel() {
        endReads().ifPresent(RangeBody::close);
        task.cancel(true);
    }

    private synchronized Optional<RangeBody> endReads() {
        cancelled = true;
        notifyAll();
        return body;
    }
}
