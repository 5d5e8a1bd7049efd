package io.litedrill.replica.format;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Verifies the index after the pages of an LTX file: page number, offset and length of each frame. It compares the
 * index with the frames that were read, in constant memory: page frames are adjacent, so each entry's offset follows
 * from the entry before, and a checksum over numbers and lengths shows whether any entry differs.
 */
final class LtxPageIndex {
    private static final int LONGEST_ENTRY = 3 * 10;

    private final Crc64 expected = new Crc64();
    private final Crc64 found = new Crc64();
    private final byte[] entry = new byte[2 * Long.BYTES];
    private final ByteSource source;
    private final Crc64 fileChecksum;
    private long nextOffset = LtxHeader.SIZE;
    private long nextPgno = 1;
    private long endOfFrames;

    LtxPageIndex(ByteSource source, Crc64 fileChecksum) {
        this.source = source;
        this.fileChecksum = fileChecksum;
    }

    /** Records a frame that was read. */
    void expect(long pgno, long length) {
        add(expected, pgno, length);
    }

    /**
     * Reads and verifies the index and its length field.
     *
     * @param end offset where the last frame ended
     */
    void verify(long end) throws IOException {
        endOfFrames = end;
        long start = source.position();
        while (readEntry()) {
            // readEntry checks each entry as it reads it
        }
        if (expected.value() != found.value()) {
            throw new MalformedException("the page index lists exactly the pages of the file", "another list", start);
        }
        verifyLength(source.position() - start);
    }

    private void verifyLength(long expectedLength) throws IOException {
        long at = source.position();
        byte[] field = new byte[Long.BYTES];
        long length =
                source.read(field, field.length, "length of the page index").u64();
        fileChecksum.update(field);
        if (length != expectedLength) {
            throw new MalformedException(
                    "the page index is " + expectedLength + " bytes long", Long.toUnsignedString(length), at);
        }
    }

    private boolean readEntry() throws IOException {
        long at = source.position();
        ByteCursor cursor = source.peek(LONGEST_ENTRY);
        long pgno = cursor.uvarint();
        if (pgno != 0) {
            checkEntry(pgno, cursor.uvarint(), cursor.uvarint(), at);
        }
        int length = (int) (cursor.position() - at);
        byte[] bytes = new byte[length];
        source.read(bytes, 0, length, "page index");
        fileChecksum.update(bytes);
        return pgno != 0;
    }

    private void checkEntry(long pgno, long offset, long length, long at) throws MalformedException {
        if (Long.compareUnsigned(pgno, nextPgno) < 0) {
            throw new MalformedException(
                    "the page index ascends, and page " + nextPgno + " or later comes next", "page " + pgno, at);
        }
        boolean beyond = Long.compareUnsigned(length, endOfFrames - nextOffset) > 0;
        if (offset != nextOffset || beyond) {
            throw new MalformedException(
                    "the frame of page " + pgno + " starts at " + nextOffset + " and ends by " + endOfFrames,
                    Long.toUnsignedString(length) + " bytes at " + Long.toUnsignedString(offset),
                    at);
        }
        nextPgno = pgno + 1;
        nextOffset += length;
        add(found, pgno, length);
    }

    private void add(Crc64 sum, long pgno, long length) {
        ByteBuffer.wrap(entry).putLong(pgno).putLong(length);
        sum.update(entry);
    }
}
