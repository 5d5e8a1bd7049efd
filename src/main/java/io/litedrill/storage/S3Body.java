package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads a range of an object. When the connection breaks, it requests the rest, of the same version only, a limited
 * number of times; it fails rather than end before its last byte.
 */
final class S3Body extends InputStream {
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

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private final S3ObjectStore.Source source;
    private final long offset;
    private final long length;
    private ResponseInputStream<GetObjectResponse> body;
    private ProgressWatch.Guard guard;
    private final Optional<String> etag;
    private long done;
    private int resumes;
    private long lastBreak;
    private volatile boolean closed;

    S3Body(S3ObjectStore.Source source, long offset, long length) throws StorageException {
        this.source = source;
        this.offset = offset;
        this.length = length;
        body = request(0, Optional.empty());
        guard = watched(body);
        etag = Optional.ofNullable(body.response().eTag());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, target.length);
        if (closed) {
            throw new IOException(source.place() + ": stream closed");
        }
        if (count == 0 || done == length) {
            return count == 0 ? 0 : -1;
        }
        int wanted = (int) Math.min(count, length - done);
        int read = readOrResume(target, from, wanted);
        done += read;
        source.listener().read(read);
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
            read = body.read(target, from, wanted);
        } catch (AbortedException e) {
            // The SDK aborts the read of an interrupted thread and clears its interrupt flag.
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (SdkException | IllegalStateException e) {
            throw new IOException(e);
        } finally {
            guard.end(Math.max(read, 0));
        }
        if (read < 0) {
            throw new EOFException("the body ended early");
        }
        return read;
    }

    private void resume(IOException failure) throws StorageException {
        boolean stalled = guard.stalled();
        abandon();
        if (done - lastBreak > FORGIVEN_AFTER) {
            resumes = 0;
        }
        lastBreak = done;
        if (closed || ++resumes > MOST_RESUMES || Thread.currentThread().isInterrupted()) {
            closed = true;
            throw source.errors().broken(failure, source.place(), offset + done, stalled);
        }
        body = request(done, etag);
        guard = watched(body);
    }

    private ResponseInputStream<GetObjectResponse> request(long from, Optional<String> version)
            throws StorageException {
        ResponseInputStream<GetObjectResponse> answer = source.get(offset + from, offset + length - 1, version);
        try {
            requireRange(answer.response(), offset + from);
            return answer;
        } catch (StorageException e) {
            answer.abort();
            throw e;
        }
    }

    private void requireRange(GetObjectResponse answer, long first) throws StorageException {
        Matcher range =
                CONTENT_RANGE.matcher(Optional.ofNullable(answer.contentRange()).orElse(""));
        if (!range.matches() || Long.parseLong(range.group(1)) != first) {
            throw new StorageException(
                    Kind.UNREACHABLE,
                    source.place() + ": the store ignores ranges: asked from byte " + first + ", it answered "
                            + Optional.ofNullable(answer.contentRange()).orElse("without one")
                            + ". A proxy in between may be the reason: check endpoint.");
        }
        long last = Long.parseLong(range.group(2));
        if (last != offset + length - 1) {
            throw Ranges.cutShort(source.place(), offset, length, last + 1);
        }
    }

    private ProgressWatch.Guard watched(ResponseInputStream<GetObjectResponse> answer) throws StorageException {
        try {
            return source.watch().guard(answer::abort);
        } catch (RejectedExecutionException e) {
            answer.abort();
            throw new StorageException(Kind.UNREACHABLE, source.place() + ": the store has been closed.", e);
        }
    }

    @Override
    public int available() {
        return 0;
    }

    /** Closes the body after all bytes were read, which returns the connection for the next request. */
    private void finish() {
        guard.close();
        try {
            body.close();
        } catch (IOException e) {
            // All bytes were received, so only the connection is lost.
            body.abort();
        }
    }

    private void abandon() {
        guard.close();
        // Closing would first read the rest of the object.
        body.abort();
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
