package io.litedrill.replica.format;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the frames of an SQLite WAL, front to back, and verifies each one: its salts are the header's, its checksum goes on
 * from the frame before, it holds a page. This is stricter than SQLite, which takes the first frame that does not fit as the
 * end: a replica holds no left-over frames. Not safe for use by several threads.
 *
 * <p>A frame is page number u32, database size after a commit in pages u32 (0: not a commit), salts, two checksums u32 each;
 * then one page.
 */
public final class WalReader implements AutoCloseable {
    /** Bytes of a frame before its page. */
    public static final int FRAME_HEADER_SIZE = 24;

    private static final int CHECKED = 8;

    private final ByteSource source;
    private final WalHeader header;
    private final WalChecksum checksum;
    private final byte[] frameHeader = new byte[FRAME_HEADER_SIZE];
    private final byte[] page;
    private final long base;
    /** Whether the checksum that the next frame goes on from is not known. */
    private boolean inside;

    private long offset;
    private long pgno;
    private long commitPages;

    /**
     * Reads the header at once. When this throws, closing the stream is left to the caller.
     *
     * @param concatenatedWal the WAL from its first byte: all segments of an index, in order
     * @throws MalformedException when the header is damaged or not all there
     * @throws UnsupportedException when the WAL has another version
     * @throws IOException as the stream threw it
     */
    public WalReader(InputStream concatenatedWal) throws IOException {
        this.source = new ByteSource(concatenatedWal);
        byte[] bytes = new byte[WalHeader.SIZE];
        source.read(bytes, 0, WalHeader.SIZE, "WAL header");
        this.header = WalHeader.parse(bytes);
        this.checksum = WalHeader.checksum(bytes, header.bigEndianChecksums());
        this.page = new byte[header.pageSize()];
        this.base = 0;
    }

    /**
     * Reads on inside a WAL whose bytes before are not there. The checksum of the first frame is taken as it stands, since what it
     * goes on from is not known; each one after it is verified.
     *
     * @param fromFrame the WAL from the first byte of a frame
     * @param header of that WAL
     * @param offset where that frame starts in the WAL
     */
    public WalReader(InputStream fromFrame, WalHeader header, long offset) {
        this.source = new ByteSource(fromFrame);
        this.header = header;
        this.base = offset;
        this.checksum = new WalChecksum(header.bigEndianChecksums());
        this.page = new byte[header.pageSize()];
        this.inside = true;
    }

    /** The header, verified. */
    public WalHeader header() {
        return header;
    }

    /**
     * Moves to the next frame.
     *
     * @return false at the end of the WAL, exactly behind a frame or behind the header
     * @throws MalformedException when the frame is damaged or not all there
     * @throws IOException as the stream threw it
     */
    public boolean next() throws IOException {
        if (source.atEnd()) {
            return false;
        }
        offset = base + source.position();
        ByteCursor cursor = source.read(frameHeader, FRAME_HEADER_SIZE, "WAL frame");
        pgno = cursor.u32();
        commitPages = cursor.u32();
        checkSalts(cursor.u32(), cursor.u32());
        source.read(page, 0, page.length, "page of a WAL frame");
        checksum.update(frameHeader, 0, CHECKED);
        checksum.update(page, 0, page.length);
        checkChecksum(cursor.u32(), cursor.u32());
        inside = false;
        if (pgno == 0) {
            throw new MalformedException("the page number of a WAL frame is 1 or more", pgno, offset);
        }
        return true;
    }

    /** Number of the current frame's page, 1 to 2^32 - 1. */
    public long pgno() {
        return pgno;
    }

    /** Pages of the database once the transaction is committed that the current frame ends; 0 when it ends none. */
    public long commitPages() {
        return commitPages;
    }

    /** The current frame's page, {@link WalHeader#pageSize} bytes; the array is used again for the next one. */
    public byte[] page() {
        return page;
    }

    /** Where the current frame starts in the WAL. */
    public long offset() {
        return offset;
    }

    /** Where the current frame ends in the WAL; where the header ends, before the first {@link #next}. */
    public long end() {
        return base + source.position();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    private void checkSalts(long salt1, long salt2) throws MalformedException {
        if (salt1 != header.salt1() || salt2 != header.salt2()) {
            throw new MalformedException(
                    "the salts of a WAL frame are the header's, " + WalChecksum.text(header.salt1(), header.salt2()),
                    WalChecksum.text(salt1, salt2),
                    offset + CHECKED);
        }
    }

    private void checkChecksum(long first, long second) throws MalformedException {
        if (inside) {
            checksum.goOnFrom(first, second);
        }
        if (first != checksum.first() || second != checksum.second()) {
            throw new MalformedException(
                    "the WAL frame's checksum is " + checksum, WalChecksum.text(first, second), offset + 16);
        }
    }
}
