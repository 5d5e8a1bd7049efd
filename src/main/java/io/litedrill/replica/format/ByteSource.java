package io.litedrill.replica.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a stream front to back through a buffer and counts the bytes read. A premature end throws
 * {@link MalformedException}; exceptions of the stream itself pass through unchanged.
 */
final class ByteSource implements AutoCloseable {
    private static final int CAPACITY = 1 << 16;
    private static final byte[] AGE = "age-encryption.org/v1".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final Optional<BlockStream> blocks;
    private byte[] buffer;
    private int from;
    private int to;
    private long position;
    private int viewStart;

    ByteSource(InputStream in) {
        this.in = in;
        this.blocks = in instanceof BlockStream stream ? Optional.of(stream) : Optional.empty();
        this.buffer = new byte[blocks.isPresent() ? 0 : CAPACITY];
    }

    /** Returns the number of bytes consumed so far. */
    long position() {
        return position;
    }

    boolean atEnd() throws IOException {
        return from == to && !fill();
    }

    /** Returns the next bytes without consuming them: the requested number, fewer only at the end of the stream. */
    ByteCursor peek(int count) throws IOException {
        while (to - from < count && fill()) {
            // a stream may deliver fewer bytes than requested
        }
        return new ByteCursor(buffer, from, Math.min(count, to - from), position);
    }

    /** Consumes bytes into the start of an array and returns a cursor over them. */
    ByteCursor read(byte[] target, int length, String what) throws IOException {
        long start = position;
        read(target, 0, length, what);
        return new ByteCursor(target, 0, length, start);
    }

    /** Consumes exactly {@code length} bytes. */
    void read(byte[] target, int offset, int length, String what) throws IOException {
        int buffered = Math.min(length, to - from);
        System.arraycopy(buffer, from, target, offset, buffered);
        from += buffered;
        position += buffered;
        int done = buffered;
        while (done < length) {
            int count = more(target, offset + done, length - done);
            if (count < 0) {
                throw new MalformedException(
                        "truncated: the file ends inside the " + what + " that starts at byte " + (position - done),
                        position);
            }
            done += count;
            position += count;
        }
    }

    /**
     * Consumes exactly {@code length} bytes, without a copy where they lie in one block.
     *
     * @param scratch receives them where they do not; at least that long
     * @return an array that contains them from {@link #viewStart}, until the next call of this source
     */
    byte[] view(int length, byte[] scratch, String what) throws IOException {
        if (from == to) {
            fill();
        }
        if (to - from < length) {
            read(scratch, 0, length, what);
            viewStart = 0;
            return scratch;
        }
        viewStart = from;
        from += length;
        position += length;
        return buffer;
    }

    /** Returns where the bytes of the last {@link #view} begin in its array. */
    int viewStart() {
        return viewStart;
    }

    /** Rejects a file that Litestream 0.3 encrypted with age. */
    void refuseEncrypted() throws IOException {
        ByteCursor start = peek(AGE.length);
        if (start.remaining() == AGE.length && Arrays.equals(start.bytes(AGE.length), AGE)) {
            throw new UnsupportedException("the file is encrypted with age, which this version cannot read", position);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Reads more bytes: small reads use the buffer, large reads go directly to the target. */
    private int more(byte[] target, int offset, int length) throws IOException {
        if (length >= CAPACITY && blocks.isEmpty()) {
            return in.read(target, offset, length);
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, to - from);
        System.arraycopy(buffer, from, target, offset, count);
        from += count;
        return count;
    }

    private boolean fill() throws IOException {
        return blocks.isPresent() ? take(blocks.get()) : readMore();
    }

    /** Continues in the next block; joins it to what is left of the current one. */
    private boolean take(BlockStream stream) throws IOException {
        byte[] rest = Arrays.copyOfRange(buffer, from, to);
        if (!stream.nextBlock()) {
            // the array of the last block is no longer valid
            buffer = rest;
            from = 0;
            to = rest.length;
            return false;
        }
        buffer = stream.block();
        from = 0;
        to = stream.length();
        if (rest.length > 0) {
            byte[] joined = Arrays.copyOf(rest, rest.length + to);
            System.arraycopy(buffer, 0, joined, rest.length, to);
            buffer = joined;
            to = joined.length;
        }
        return true;
    }

    private boolean readMore() throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
        } else if (to == CAPACITY) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        int count = in.read(buffer, to, CAPACITY - to);
        to += Math.max(count, 0);
        return count > 0;
    }
}
