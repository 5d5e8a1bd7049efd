package io.litedrill.replica.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** A stream whose every read throws a given exception, like a store that breaks off. */
final class FailingStream extends InputStream {
    private final IOException failure;

    private FailingStream(IOException failure) {
        this.failure = failure;
    }

    /** Returns a stream that delivers these bytes, then throws. */
    static InputStream after(byte[] start, IOException failure) {
        return new SequenceInputStream(new ByteArrayInputStream(start), new FailingStream(failure));
    }

    @Override
    public int read() throws IOException {
        throw failure;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        throw failure;
    }
}
