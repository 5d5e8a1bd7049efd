package io.litedrill.replica.format;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Reads numbers from a range of bytes, front to back. Big-endian unless the method says otherwise.
 *
 * <p>Every read is checked against the end of the range and fails with {@link MalformedException} at the offset where the
 * read began; the cursor then has not moved. Not safe for use by several threads.
 */
public final class ByteCursor {
    private static final int MAX_UVARINT_BYTES = 10;

    private final ByteBuffer bytes;
    private final long base;

    /**
     * Reads a part of an array, without a copy.
     *
     * @param base where the part's first byte stands in the file or stream; offsets in errors count from there
     * @throws IndexOutOfBoundsException when the part is not inside the array (a mistake of the caller)
     */
    public ByteCursor(byte[] array, int from, int length, long base) {
        Objects.checkFromIndexSize(from, length, array.length);
        this.bytes = ByteBuffer.wrap(array, from, length).slice();
        this.base = base;
    }

    /** Reads a whole array that stands at the start of its file. */
    public ByteCursor(byte[] array) {
        this(array, 0, array.length, 0);
    }

    /** Where the next read begins, in the file or stream. */
    public long position() {
        return base + bytes.position();
    }

    /** Bytes left in the range. */
    public int remaining() {
        return bytes.remaining();
    }

    /** The next byte, 0 to 255. */
    public int u8() throws MalformedException {
        require(1);
        return bytes.get() & 0xff;
    }

    /** The next 2 bytes, 0 to 65535. */
    public int u16() throws MalformedException {
        require(2);
        return bytes.getShort() & 0xffff;
    }

    /** The next 4 bytes, 0 to 2^32 - 1. */
    public long u32() throws MalformedException {
        require(4);
        return bytes.getInt() & 0xffff_ffffL;
    }

    /** The next 4 bytes, the least significant one first, 0 to 2^32 - 1. */
    public long u32LittleEndian() throws MalformedException {
        return Integer.reverseBytes((int) u32()) & 0xffff_ffffL;
    }

    /** The next 8 bytes as the bits of an unsigned number: negative when the highest bit is set. */
    public long u64() throws MalformedException {
        return i64();
    }

    /** The next 8 bytes, the least significant one first, as the bits of an unsigned number. */
    public long u64LittleEndian() throws MalformedException {
        return Long.reverseBytes(i64());
    }

    /** The next 8 bytes as a signed number. */
    public long i64() throws MalformedException {
        require(8);
        return bytes.getLong();
    }

    /**
     * The next unsigned LEB128 varint, 1 to 10 bytes, as the bits of an unsigned number.
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
        // nine bytes hold 63 bits: of the tenth only the lowest bit is left
        if (index == MAX_UVARINT_BYTES - 1 && last > 1) {
            throw tooLarge();
        }
        bytes.position(bytes.position() + index + 1);
        return value;
    }

    /** A copy of the next bytes. Nothing is allocated before it is known that they are there. */
    public byte[] bytes(int count) throws MalformedException {
        require(count);
        byte[] copy = new byte[count];
        bytes.get(copy);
        return copy;
    }

    /** Moves over the next bytes. */
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
        return new MalformedException("truncated: " + count + " bytes wanted, " + remaining() + " left", position());
    }

    private MalformedException tooLarge() {
        return new MalformedException("a varint holds at most 64 bits", position());
    }
}
