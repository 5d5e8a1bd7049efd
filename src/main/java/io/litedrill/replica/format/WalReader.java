package io.litedrill.replica.format;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the frames of an SQLite WAL front to back and verifies each frame: its salts equal the header's, its checksum
 * continues that of the frame before, and it holds a page. This is stricter than SQLite, which treats the first frame
 * that does not match as the end: a replica holds no left-over frames. Not safe for use by several threads.
 *
 * <p>A frame is: page number u32, database size in pages after a commit u32 (0: not a commit), salts and two checksums
 * u32 each; then one page.
 */
public final class WalReader implements AutoCloseable {
    /** The size of a frame's header, before its page, in bytes. */
    public static final int FRAME_HEADER_SIZE = 24;

    private static final int CHECKED = 8;

    private final ByteSource source;
    private final WalHeader header;
    private final WalChecksum checksum;
    private final byte[] frameHeader = new byte[FRAME_HEADER_SIZE];
    private final byte[] scratch;
    private byte[] page;
    private int pageStart;
    private final long base;
    /** Whether the preceding checksum, from which the next frame continues, is unknown. */
    private boolean inside;

    private long offset;
    private long pgno;
    private long commitPages;

    /**
     * Creates a reader and reads the header. If this throws, the caller must close the stream.
     *
     * @param concatenatedWal the WAL from its first byte: all segments of an index, in order
     * @throws MalformedException when the header is damaged or incomplete
     * @throws UnsupportedException when the WAL has another version
     * @throws IOException when the stream throws it
     */
    public WalReader(InputStream concatenatedWal) throws IOException {
        this.source = new ByteSource(concatenatedWal);
        byte[] bytes = new byte[WalHeader.SIZE];
        source.read(bytes, 0, WalHeader.SIZE, "WAL header");
        this.header = WalHeader.parse(bytes);
        this.checksum = WalHeader.checksum(bytes, header.bigEndianChecksums());
        this.scratch = new byte[header.pageSize()];
        this.page = scratch;
        this.base = 0;
    }

    /**
     * Creates a reader that starts inside a WAL whose earlier bytes are missing. It accepts the checksum of the first
     * frame unverified, since the preceding checksum is unknown, and verifies all later frames.
     *
     * @param fromFrame the WAL from the first byte of a frame
     * @param header of that WAL
     * @param offset where that frame starts in the WAL, in bytes
     */
    public WalReader(InputStream fromFrame, WalHeader header, long offset) {
        this.source = new ByteSource(fromFrame);
        this.header = header;
        this.base = offset;
        this.checksum = new WalChecksum(header.bigEndianChecksums());
        this.scratch = new byte[header.pageSize()];
        this.page = scratch;
        this.inside = true;
    }

    /** Returns the header, verified. */
    public WalHeader header() {
        return header;
    }

    /**
     * Moves to the next frame.
     *
     * @return false at the end of the WAL, exactly after a frame or after the header
     * @throws MalformedException when the frame is damaged or incomplete
     * @throws IOException when the stream throws it
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
        page = source.view(scratch.length, scratch, "page of a WAL frame");
        pageStart = source.viewStart();
        checksum.update(frameHeader, 0, CHECKED);
        checksum.update(page, pageStart, scratch.length);
        checkChecksum(cursor.u32(), cursor.u32());
        inside = false;
        if (pgno == 0) {
            throw new MalformedException("the page number of a WAL frame is 1 or more", pgno, offset);
        }
        return true;
    }

    /** Returns the page number of the current frame, 1 to 2^32 - 1. */
    public long pgno() {
        return pgno;
    }

    /** Returns the pages of the database after the transaction that the current frame commits; 0 without a commit. */
    public long commitPages() {
        return commitPages;
    }

    /** Returns the current frame's page, {@link WalHeader#pageSize} bytes. The array is reused for the next frame. */
    public byte[] page() {
        if (page != scratch) {
            System.arraycopy(page, pageStart, scratch, 0, scratch.length);
            page = scratch;
            pageStart = 0;
        }
        return page;
    }

    /** Returns an array that contains the current frame's page from {@link #pageStart}, until the next frame. */
    public byte[] pageArray() {
        return page;
    }

    /** Returns where the page begins in {@link #pageArray}. */
    public int pageStart() {
        return pageStart;
    }

    /** Returns the start of the current frame in the WAL, in bytes. */
    public long offset() {
        return offset;
    }

    /**
     * Returns the end of the current frame in the WAL, in bytes; before the first {@link #next}, the end of the
     * header.
     */
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
