package io.litedrill.replica.format;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Reads numbers from a range of bytes, front to back. Numbers are big-endian unless the method name says otherwise.
 *
 * <p>Every read is checked against the end of the range. It fails with {@link MalformedException} at the offset where
 * the read began; the cursor then has not moved. Not safe for use by several threads.
 */
public final class ByteCursor {
    private static final int MAX_UVARINT_BYTES = 10;

    private final ByteBuffer bytes;
    private final long base;

    /**
     * Creates a cursor over a part of an array, without a copy.
     *
     * @param base offset of the part's first byte in the file or stream; offsets in errors start there
     * @throws IndexOutOfBoundsException when the part is not inside the array (an error of the caller)
     */
    public ByteCursor(byte[] array, int from, int length, long base) {
        Objects.checkFromIndexSize(from, length, array.length);
        this.bytes = ByteBuffer.wrap(array, from, length).slice();
        this.base = base;
    }

    /** Creates a cursor over a whole array at the start of its file. */
    public ByteCursor(byte[] array) {
        this(array, 0, array.length, 0);
    }

    /** Returns the offset of the next read in the file or stream. */
    public long position() {
        return base + bytes.position();
    }

    /** Returns the number of bytes left in the range. */
    public int remaining() {
        return bytes.remaining();
    }

    /** Reads one byte, 0 to 255. */
    public int u8() throws MalformedException {
        require(1);
        return bytes.get() & 0xff;
    }

    /** Reads 2 bytes, 0 to 65535. */
    public int u16() throws MalformedException {
        require(2);
        return bytes.getShort() & 0xffff;
    }

    /** Reads 4 bytes, 0 to 2^32 - 1. */
    public long u32() throws MalformedException {
        require(4);
        return bytes.getInt() & 0xffff_ffffL;
    }

    /** Reads 4 little-endian bytes, 0 to 2^32 - 1. */
    public long u32LittleEndian() throws MalformedException {
        return Integer.reverseBytes((int) u32()) & 0xffff_ffffL;
    }

    /** Reads 8 bytes as the bits of an unsigned number; the result is negative if the highest bit is set. */
    public long u64() throws MalformedException {
        return i64();
    }

    /** Reads 8 little-endian bytes as the bits of an unsigned number. */
    public long u64LittleEndian() throws MalformedException {
        return Long.reverseBytes(i64());
    }

    /** Reads 8 bytes as a signed number. */
    public long i64() throws MalformedException {
        require(8);
        return bytes.getLong();
    }

    /**
     * Reads an unsigned LEB128 varint, 1 to 10 bytes, as the bits of an unsigned number.
     *
     * @throws MalformedException also when it does not fit in 64 bits
     */
    public long uvarint() throws MalformedException {
        int start = bytes.position();
        long value = 0;
        for (int i = 0; i < MAX_UVARINT_BYTES; i++) {
            if (start + i >= bytes.limit()) {
                throw overrun(i + 1);
            }
            int next = bytes.get(start + i) & 0xff;
            value |= (long) (next & 0x7f) << (7 * i);
            if (next < 0x80) {
                return lastOfUvarint(value, next, i);
            }
        }
        throw tooLarge();
    }

    private long lastOfUvarint(long value, int last, int index) throws MalformedException {
        // nine bytes hold 63 bits: the tenth has one bit left
        if (index == MAX_UVARINT_BYTES - 1 && last > 1) {
            throw tooLarge();
        }
        bytes.position(bytes.position() + index + 1);
        return value;
    }

    /** Reads bytes into a new array. Checks the end of the range before allocating. */
    public byte[] bytes(int count) throws MalformedException {
        require(count);
        byte[] copy = new byte[count];
        bytes.get(copy);
        return copy;
    }

    /** Skips bytes. */
    public void skip(int count) throws MalformedException {
        require(count);
        bytes.position(bytes.position() + count);
    }

    private void require(int count) throws MalformedException {
        if (count < 0 || count > bytes.remaining()) {
            throw overrun(count);
        }
    }

    private MalformedException overrun(int count) {
        return new MalformedException("truncated: " + count + " bytes required, " + remaining() + " left", position());
    }

    private MalformedException tooLarge() {
        return new MalformedException("a varint holds at most 64 bits", position());
    }
}
