package io.litedrill.replica.format;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The index behind the pages of an LTX file: page number, offset and length of each frame. It is compared with the frames
 * that were read, in constant memory: page frames lie side by side, so that each entry's offset follows from the one before,
 * and a checksum over numbers and lengths shows whether any entry differs.
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

    LtxPageIndex(ByteSource source, Crc64 fileChecksum) {
        this.source = source;
        this.fileChecksum = fileChecksum;
    }

    /** Notes a frame that was read. */
    void expect(long pgno, long length) {
        add(expected, pgno, length);
    }

    /**
     * Reads the index and its length field.
     *
     * @param endOfFrames where the last frame ended
     */
    void verify(long endOfFrames) throws IOException {
        long start = source.position();
        while (readEntry(endOfFrames)) {
            // each one is checked as it is read
        }
        long end = source.position();
        if (nextOffset != endOfFrames || expected.value() != found.value()) {
            throw new MalformedException("the page index lists exactly the pages of the file", "another list", start);
        }
        byte[] field = new byte[Long.BYTES];
        long length =
                source.read(field, field.length, "length of the page index").u64();
        fileChecksum.update(field);
        if (length != end - start) {
            throw new MalformedException(
                    "the page index is " + (end - start) + " bytes long", Long.toUnsignedString(length), end);
        }
    }

    private boolean readEntry(long endOfFrames) throws IOException {
        long at = source.position();
        ByteCursor cursor = source.peek(LONGEST_ENTRY);
        long pgno = cursor.uvarint();
        if (pgno != 0) {
            checkEntry(pgno, cursor.uvarint(), cursor.uvarint(), new long[] {at, endOfFrames});
        }
        int length = (int) (cursor.position() - at);
        byte[] bytes = new byte[length];
        source.read(bytes, 0, length, "page index");
        fileChecksum.update(bytes);
        return pgno != 0;
    }

    private void checkEntry(long pgno, long offset, long length, long[] place) throws MalformedException {
        if (Long.compareUnsigned(pgno, nextPgno) < 0) {
            throw new MalformedException(
                    "the page index ascends, and page " + nextPgno + " or later comes next", "page " + pgno, place[0]);
        }
        boolean beyond = Long.compareUnsigned(length, place[1] - nextOffset) > 0;
        if (offset != nextOffset || beyond) {
            throw new MalformedException(
                    "the frame of page " + pgno + " starts at " + nextOffset + " and ends by " + place[1],
                    Long.toUnsignedString(length) + " bytes at " + Long.toUnsignedString(offset),
                    place[0]);
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
