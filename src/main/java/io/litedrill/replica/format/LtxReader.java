package io.litedrill.replica.format;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the pages of an LTX file, front to back in one pass, and verifies all of it on the way: header, order and size of the
 * pages, page index, trailer and file checksum. Nothing is proved before {@link #next} has returned false. Memory is a few
 * pages, whatever the size of the file. Not safe for use by several threads.
 */
public final class LtxReader implements AutoCloseable {
    private static final int PAGE_HEADER_SIZE = 6;
    private static final int TRAILER_SIZE = 16;
    /** A checksum in LTX has its highest bit set, so that it is never 0. */
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
     * Reads the header at once. When this throws, closing the stream is left to the caller.
     *
     * @param in the whole file, from its first byte
     * @param fileSize bytes of the file as its listing has it
     * @throws MalformedException when the header is damaged
     * @throws UnsupportedException as {@link LtxHeader#parse} throws it, and for a file encrypted with age
     * @throws IOException as the stream threw it
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

    /** The page that SQLite locks and never stores: the one at 1 GiB, counted from 1. */
    public static long lockPage(int pageSize) {
        return PageSizes.lockPage(pageSize);
    }

    /** The header, validated by its own rules; the file's checksum covers it, but that comes last. */
    public LtxHeader header() {
        return header;
    }

    /**
     * Moves to the next page.
     *
     * @return false at the end, and then the whole file has been verified
     * @throws MalformedException when the file is damaged, ends too early, or goes on beyond its trailer
     * @throws UnsupportedException when a page is encoded in a way that this version does not know
     * @throws IOException as the stream threw it
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

    /** Number of the current page, 1 to {@link LtxHeader#commitPages}, never the lock page. */
    public long pgno() {
        return order.last();
    }

    /** The current page, {@link LtxHeader#pageSize} bytes; the array is used again for the next one. */
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
