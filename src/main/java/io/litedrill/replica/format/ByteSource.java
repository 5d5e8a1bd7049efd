package io.litedrill.replica.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A stream read front to back through a buffer, that knows how far it is. An end that comes too early is {@link
 * MalformedException}; what the stream itself throws passes through unchanged.
 */
final class ByteSource implements AutoCloseable {
    private static final int CAPACITY = 1 << 16;
    private static final byte[] AGE = "age-encryption.org/v1".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final byte[] buffer = new byte[CAPACITY];
    private int from;
    private int to;
    private long position;

    ByteSource(InputStream in) {
        this.in = in;
    }

    /** Bytes consumed so far. */
    long position() {
        return position;
    }

    boolean atEnd() throws IOException {
        return from == to && !fill();
    }

    /** Looks at the next bytes without consuming them: as many as asked for, fewer only at the end of the stream. */
    ByteCursor peek(int count) throws IOException {
        while (to - from < count && fill()) {
            // until there are enough
        }
        return new ByteCursor(buffer, from, Math.min(count, to - from), position);
    }

    /** Consumes bytes into the start of an array, and gives a cursor over them. */
    ByteCursor read(byte[] target, int length, String what) throws IOException {
        long start = position;
        read(target, 0, length, what);
        return new ByteCursor(target, 0, length, start);
    }

    /** Consumes exactly so many bytes. */
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

    /** Refuses a file that Litestream 0.3 encrypted for the owner's age keys. */
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

    /** Small reads go through the buffer; large ones straight to where they are wanted. */
    private int more(byte[] target, int offset, int length) throws IOException {
        if (length >= CAPACITY) {
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
