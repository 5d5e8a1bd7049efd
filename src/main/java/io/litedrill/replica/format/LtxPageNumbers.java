package io.litedrill.replica.format;

import java.util.BitSet;

/** Reads the numbers of the pages in an LTX file from its page index alone. */
public final class LtxPageNumbers {
    /** The size in bytes of the end of a file: the length of the page index, and the trailer. */
    public static final int TAIL = 8 + 16;

    /**
     * The maximum size of a page index in bytes. An entry has three bytes or more; no supported database has a larger
     * index.
     */
    private static final long LARGEST = 64L << 20;

    private LtxPageNumbers() {}

    /**
     * Returns the length of the page index in bytes, including its final zero.
     *
     * @param tail the last {@link #TAIL} bytes of the file
     * @param size of the file, in bytes
     */
    public static int indexLength(byte[] tail, long size) throws FormatException {
        long length = new ByteCursor(tail).u64();
        if (length < 1 || length > Math.min(LARGEST, size - TAIL)) {
            throw new MalformedException("the page index lies in the file", Long.toUnsignedString(length), size - TAIL);
        }
        return (int) length;
    }

    /**
     * Parses the page numbers.
     *
     * @param index the page index
     */
    public static BitSet parse(byte[] index) throws FormatException {
        BitSet pages = new BitSet();
        ByteCursor cursor = new ByteCursor(index);
        for (long pgno = cursor.uvarint(); pgno != 0; pgno = cursor.uvarint()) {
            if (pgno < 0 || pgno > Integer.MAX_VALUE) {
                throw new MalformedException("a page number that is supported", pgno, cursor.position());
            }
            pages.set((int) pgno);
            cursor.uvarint();
            cursor.uvarint();
        }
        return pages;
    }
}
