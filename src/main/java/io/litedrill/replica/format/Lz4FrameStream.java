package io.litedrill.replica.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Reads the content of the one frame in a source. */
final class Lz4FrameStream extends InputStream {
    private final ByteSource source;
    private final Lz4FrameDecoder frame;
    private int next;
    private boolean ended;
    private boolean closed;

    Lz4FrameStream(ByteSource source) throws IOException {
        this.source = source;
        this.frame = new Lz4FrameDecoder(source, Long.MAX_VALUE);
    }

    @Override
    public int read() throws IOException {
        return hasNext() ? frame.content()[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!hasNext()) {
            return -1;
        }
        int count = Math.min(length, frame.contentLength() - next);
        System.arraycopy(frame.content(), next, target, offset, count);
        next += count;
        return count;
    }

    /** Returns the number of bytes available without reading the compressed stream. */
    @Override
    public int available() {
        return frame.contentLength() - next;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        frame.close();
        source.close();
    }

    private boolean hasNext() throws IOException {
        if (closed) {
            // an end of stream would be taken for the end of valid content
            throw new IOException("the stream is closed");
        }
        while (!ended && next == frame.contentLength()) {
            boolean more = frame.next();
            next = 0;
            if (!more && !source.atEnd()) {
                throw new MalformedException("nothing follows the LZ4 frame", "more bytes", source.position());
            }
            ended = !more;
        }
        return next < frame.contentLength();
    }
}
