package io.litedrill.replica.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Delivers its content in blocks, which a reader can use without a copy. Use it either as an input stream or by blocks:
 * {@link #nextBlock} skips the rest of the current block. Not safe for use by several threads.
 */
public abstract class BlockStream extends InputStream {
    private int next;

    /**
     * Loads the next block; it may be empty.
     *
     * @return false at the end of the stream
     * @throws IOException as a read
     */
    protected abstract boolean load() throws IOException;

    /** Returns the array of the current block, which begins at its start. Valid until the next block is loaded. */
    public abstract byte[] block();

    /** Returns the length of the current block in bytes; 0 before the first block and after the last one. */
    public abstract int length();

    /**
     * Takes the current block away from the stream, for another thread to use. The stream uses another array from then
     * on.
     *
     * @param spare an array of any length that the stream may use
     * @return the array of the current block
     */
    public abstract byte[] exchange(byte[] spare);

    /**
     * Moves to the next block that is not empty.
     *
     * @return false at the end of the stream
     */
    public final boolean nextBlock() throws IOException {
        next = 0;
        boolean more = load();
        while (more && length() == 0) {
            more = load();
        }
        return more;
    }

    private boolean hasNext() throws IOException {
        return next < length() || nextBlock();
    }

    @Override
    public final int read() throws IOException {
        return hasNext() ? block()[next++] & 0xff : -1;
    }

    @Override
    public final int read(byte[] target, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, target.length);
        if (count == 0) {
            return 0;
        }
        if (!hasNext()) {
            return -1;
        }
        int taken = Math.min(count, length() - next);
        System.arraycopy(block(), next, target, offset, taken);
        next += taken;
        return taken;
    }

    /** Returns the number of bytes available without loading a block. */
    @Override
    public final int available() {
        return Math.max(0, length() - next);
    }
}
