package io.litedrill.replica.format;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the pages of an LTX file front to back in one pass and verifies the whole file: header, order and size of the
 * pages, page index, trailer and file checksum. The file is verified only when {@link #next} has returned false. Uses
 * the memory of a few pages for files of any size. Not safe for use by several threads.
 */
public final class LtxReader implements AutoCloseable {
    private static final int PAGE_HEADER_SIZE = 6;
    private static final int TRAILER_SIZE = 16;
    /** The highest bit of an LTX checksum, always set, so that no checksum is 0. */
    private static final long CHECKSUM_FLAG = 1L << 63;

    private final ByteSource source;
    private final long fileSize;
    private final Crc64 checksum = new Crc64();
    private final byte[] scratch = new byte[LtxHeader.SIZE];
    private final LtxHeader header;
    private final LtxPageOrder order;
    private final LtxPageIndex index;
    private final LtxPageDecoder decoder;
    private final byte[] page;
    private boolean ended;

    /**
     * Creates a reader and reads the header. If this throws, the caller must close the stream.
     *
     * @param in the whole file, from its first byte
     * @param fileSize size of the file in the listing, in bytes
     * @throws MalformedException when the header is damaged
     * @throws UnsupportedException as for {@link LtxHeader#parse}, and for a file encrypted with age
     * @throws IOException when the stream throws it
     */
    public LtxReader(InputStream in, long fileSize) throws IOException {
        this.source = new ByteSource(in);
        this.fileSize = fileSize;
        if (source.atEnd()) {
            throw new MalformedException("the file is empty", 0);
        }
        source.refuseEncrypted();
        source.read(scratch, 0, LtxHeader.SIZE, "LTX header");
        this.header = LtxHeader.parse(scratch);
        checksum.update(scratch, 0, LtxHeader.SIZE);
        this.page = new byte[header.pageSize()];
        this.order = new LtxPageOrder(header);
        this.index = new LtxPageIndex(source, checksum);
        this.decoder = new LtxPageDecoder(source, checksum, page);
    }

    /** Returns the number of the page at 1 GiB, counted from 1, which SQLite locks and never stores. */
    public static long lockPage(int pageSize) {
        return PageSizes.lockPage(pageSize);
    }

    /** Returns the header, validated by its own rules. The file's checksum also covers it, but is verified last. */
    public LtxHeader header() {
        return header;
    }

    /**
     * Moves to the next page.
     *
     * @return false at the end; the whole file is then verified
     * @throws MalformedException when the file is damaged, is truncated, or continues after its trailer
     * @throws UnsupportedException when the encoding of a page is not supported by this version
     * @throws IOException when the stream throws it
     */
    public boolean next() throws IOException {
        if (ended) {
            return false;
        }
        long start = source.position();
        ByteCursor cursor = source.read(scratch, PAGE_HEADER_SIZE, "page header");
        checksum.update(scratch, 0, PAGE_HEADER_SIZE);
        long pgno = cursor.u32();
        int flags = cursor.u16();
        if (pgno == 0 && flags == 0) {
            finish(start);
            ended = true;
            return false;
        }
        readPage(pgno, flags, start);
        return true;
    }

    /** Returns the number of the current page, 1 to {@link LtxHeader#commitPages}, never the lock page. */
    public long pgno() {
        return order.last();
    }

    /** Returns the current page, {@link LtxHeader#pageSize} bytes. The array is reused for the next page. */
    public byte[] page() {
        return page;
    }

    @Override
    public void close() throws IOException {
        decoder.close();
        source.close();
    }

    private void readPage(long pgno, int flags, long start) throws IOException {
        if ((flags & ~LtxPageDecoder.SIZED) != 0) {
            throw new UnsupportedException("page flags 0x" + Integer.toHexString(flags) + " are not known", start + 4);
        }
        order.accept(pgno, start);
        decoder.read(flags);
        checksum.update(page);
        index.expect(pgno, source.position() - start);
    }

    private void finish(long endOfFrames) throws IOException {
        order.end(endOfFrames);
        index.verify(endOfFrames);
        long offset = source.position();
        ByteCursor trailer = source.read(scratch, TRAILER_SIZE, "trailer");
        checksum.update(scratch, 0, TRAILER_SIZE - Long.BYTES);
        checkTrailer(trailer.u64(), trailer.u64(), offset);
        if (source.position() != fileSize || !source.atEnd()) {
            throw new MalformedException(
                    "nothing follows the trailer of an LTX file",
                    "a file of " + fileSize + " bytes",
                    source.position());
        }
    }

    private void checkTrailer(long postApply, long fileChecksum, long offset) throws MalformedException {
        if (postApply != 0) {
            throw new MalformedException(
                    "the post-apply checksum of a file without database checksum is 0",
                    Long.toHexString(postApply),
                    offset);
        }
        long computed = CHECKSUM_FLAG | checksum.value();
        if (computed != fileChecksum) {
            throw new MalformedException(
                    "the LTX file checksum is " + Long.toHexString(computed),
                    Long.toHexString(fileChecksum),
                    offset + Long.BYTES);
        }
    }
}
