package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/**
 * Loads a piece of a range into memory, on another thread. Its reader receives the bytes that have arrived, and a
 * failure at the place where it happened.
 */
final class RangeLoad {
    private final RequestedRange range;
    private final long offset;
    private final int length;
    private final String version;
    private final byte[] array;
    private final FutureTask<Boolean> task = new FutureTask<>(this::load, true);
    private Optional<RangeBody> body = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();
    private boolean cancelled;
    private int loaded;
    private int taken;

    /**
     * Creates the load; requests nothing yet.
     *
     * @param offset the position of the first byte in the object
     * @param version the version of the object to read
     * @param array receives the bytes
     */
    RangeLoad(RequestedRange range, long offset, int length, String version, byte[] array) {
        this.range = range;
        this.offset = offset;
        this.length = length;
        this.version = version;
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
        try (RangeBody opened = new RangeBody(range, offset, length, Optional.of(version))) {
            begin(opened);
            int count = 0;
            while (count < length) {
                count += opened.read(array, count, length - count);
                arrived(count);
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private synchronized void begin(RangeBody opened) throws IOException {
        body = Optional.of(opened);
        requireOpen();
    }

    private synchronized void arrived(int count) {
        loaded = count;
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

    /** Reads bytes that have arrived; waits for the first one. */
    synchronized int read(byte[] target, int from, int count) throws IOException {
        awaitBytes();
        if (taken == loaded) {
            throw thrown(failure.orElseThrow());
        }
        int read = Math.min(count, loaded - taken);
        System.arraycopy(array, taken, target, from, read);
        taken += read;
        return read;
    }

    private synchronized void awaitBytes() throws IOException {
        try {
            while (taken == loaded && failure.isEmpty()) {
                requireOpen();
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw range.errors().broken(new IOException(e), range.place(), offset + taken, false);
        }
    }

    private static IOException thrown(Throwable failure) {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return (IOException) failure;
    }

    /** Returns whether all bytes were read; then the array is free. */
    synchronized boolean isRead() {
        return taken == length;
    }

    /** Returns its bytes in all. */
    int length() {
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
