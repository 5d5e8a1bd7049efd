package io.litedrill.replica.format;

import java.io.IOException;

/** Reads the content of the one frame in a source. */
final class Lz4FrameStream extends BlockStream {
    private final ByteSource source;
    private final Lz4FrameDecoder frame;
    private boolean ended;
    private boolean closed;

    Lz4FrameStream(ByteSource source, BlockPool pool) throws IOException {
        this.source = source;
        this.frame = new Lz4FrameDecoder(source, Long.MAX_VALUE, pool);
    }

    @Override
    protected boolean load() throws IOException {
        if (closed) {
            // an end of stream would be taken for the end of valid content
            throw new IOException("the stream is closed");
        }
        if (ended) {
            return false;
        }
        boolean more = frame.next();
        if (!more && !source.atEnd()) {
            throw new MalformedException("nothing follows the LZ4 frame", "more bytes", source.position());
        }
        ended = !more;
        return more;
    }

    @Override
    public byte[] block() {
        return frame.content();
    }

    @Override
    public int length() {
        return frame.contentLength();
    }

    @Override
    public byte[] exchange(byte[] spare) {
        return frame.exchange(spare);
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
}
