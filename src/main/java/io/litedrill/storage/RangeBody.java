package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/**
 * Reads a range of an object. When the connection breaks, it requests the rest, of the same version only, a limited
 * number of times; it fails rather than end before its last byte.
 */
final class RangeBody extends RangeStream {
    /**
     * Stores drop streams that are read slowly, and networks break, so the rest is requested again, but not without
     * limit.
     */
    private static final int MOST_RESUMES = 3;

    /**
     * The resume count is reset after this many bytes without a break: a read of a large object may survive several
     * breaks.
     */
    private static final long FORGIVEN_AFTER = 64L << 20;

    private final RequestedRange range;
    private final long offset;
    private final long length;
    private final Optional<String> version;
    private final Optional<Long> size;
    private volatile Part part;
    private volatile ProgressWatch.Guard guard;
    private long done;
    private long waited;
    private int resumes;
    private long lastBreak;
    private volatile boolean closed;

    /**
     * Requests a range.
     *
     * @throws StorageException as {@link ObjectStore#open}
     */
    RangeBody(RequestedRange range) throws StorageException {
        this(range, range.offset(), range.length(), Optional.empty());
    }

    /**
     * Requests a piece of a range.
     *
     * @param offset the position of its first byte in the object
     * @param length its bytes, 1 or more
     * @param wanted the version of the object; empty for any
     * @throws StorageException as {@link ObjectStore#open} for the whole range
     */
    RangeBody(RequestedRange range, long offset, long length, Optional<String> wanted) throws StorageException {
        this.range = range;
        this.offset = offset;
        this.length = length;
        part = request(0, wanted);
        guard = watched(part);
        version = part.version();
        size = part.size();
    }

    /** Returns what identifies the version of the object; empty when the store sends nothing. */
    Optional<String> version() {
        return version;
    }

    /** Returns the size of the object in bytes; empty when the store does not send it. */
    Optional<Long> size() {
        return size;
    }

    /** Returns how long reads have waited for bytes of the connection, in ns. */
    long waited() {
        return waited;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, target.length);
        if (closed) {
            throw new IOException(range.place() + ": stream closed");
        }
        if (count == 0 || done == length) {
            return count == 0 ? 0 : -1;
        }
        ConnectionErrors.requireRunning(range.place());
        int wanted = (int) Math.min(count, length - done);
        int read = readOrResume(target, from, wanted);
        done += read;
        range.requests().listener().read(read);
        if (done == length) {
            finish();
        }
        return read;
    }

    private int readOrResume(byte[] target, int from, int wanted) throws IOException {
        while (true) {
            try {
                return watchedRead(target, from, wanted);
            } catch (IOException e) {
                resume(e);
            }
        }
    }

    private int watchedRead(byte[] target, int from, int wanted) throws IOException {
        int read = 0;
        guard.begin();
        try {
            read = part.body().read(target, from, wanted);
        } finally {
            waited += guard.end(Math.max(read, 0));
        }
        if (read < 0) {
            throw new EOFException("the body ended early");
        }
        return read;
    }

    private void resume(IOException failure) throws IOException {
        boolean stalled = guard.stalled();
        abandon();
        if (done - lastBreak > FORGIVEN_AFTER) {
            resumes = 0;
        }
        lastBreak = done;
        // Without a version, the rest could be that of another object.
        boolean mixable = done > 0 && version.isEmpty();
        if (closed
                || mixable
                || ++resumes > MOST_RESUMES
                || Thread.currentThread().isInterrupted()) {
            closed = true;
            throw range.errors().broken(failure, range.place(), offset + done, stalled);
        }
        part = request(done, version);
        guard = watched(part);
        if (closed) {
            // by another thread, which may have aborted the response before
            abandon();
            throw new IOException(range.place() + ": stream closed");
        }
    }

    private Part request(long from, Optional<String> wanted) throws StorageException {
        Part answer = range.source().get(offset + from, offset + length, wanted);
        try {
            requireVersion(answer, wanted);
            requireRange(answer, offset + from);
            return answer;
        } catch (StorageException e) {
            answer.abort().run();
            throw e;
        }
    }

    private void requireVersion(Part answer, Optional<String> wanted) throws StorageException {
        if (wanted.isPresent() && !wanted.equals(answer.version())) {
            throw new StorageException(
                    Kind.CHANGED, range.place() + ": it was replaced while it was read. List again.");
        }
    }

    private void requireRange(Part answer, long first) throws StorageException {
        if (answer.first() != first) {
            throw ContentRange.ignored(range.place(), first, "from byte " + answer.first());
        }
        boolean whole = answer.end() == offset + length;
        long size = whole ? answer.size().orElse(range.end()) : answer.end();
        if (!whole || size < range.end()) {
            throw Ranges.cutShort(range.place(), range.offset(), range.length(), size);
        }
    }

    private ProgressWatch.Guard watched(Part answer) throws StorageException {
        try {
            return range.requests().watch().guard(answer.abort());
        } catch (RejectedExecutionException e) {
            answer.abort().run();
            throw new StorageException(Kind.UNREACHABLE, range.place() + ": the store has been closed.", e);
        }
    }

    /** Closes the body after all bytes were read, which returns the connection for the next request. */
    private void finish() {
        guard.close();
        try {
            part.body().close();
        } catch (IOException e) {
            // All bytes were received, so only the connection is lost.
            part.abort().run();
        }
    }

    private void abandon() {
        guard.close();
        // Closing would first read the rest of the object.
        part.abort().run();
    }

    @Override
    public void close() {
        boolean abandoned = !closed && done < length;
        closed = true;
        if (abandoned) {
            abandon();
        }
    }
}
