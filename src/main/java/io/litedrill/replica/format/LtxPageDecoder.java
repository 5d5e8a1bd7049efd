package io.litedrill.replica.format;

import java.io.IOException;
import java.util.Optional;

/**
 * Decompresses the pages of an LTX file in both encodings that Litestream wrote: a raw LZ4 block with a size field
 * (0.5.16 on), and one self-terminating LZ4 frame (earlier versions).
 */
final class LtxPageDecoder implements AutoCloseable {
    /** The flag of a page frame with a size field and a raw LZ4 block. */
    static final int SIZED = 1;

    private final ByteSource source;
    private final Crc64 checksum;
    private final byte[] page;
    private final byte[] block;
    private final byte[] size = new byte[4];
    private Optional<Lz4FrameDecoder> frame = Optional.empty();

    /**
     * Creates a decoder.
     *
     * @param checksum receives the size fields, which the file's checksum covers
     * @param page receives each page; its length is the page size
     */
    LtxPageDecoder(ByteSource source, Crc64 checksum, byte[] page) {
        this.source = source;
        this.checksum = checksum;
        this.page = page;
        this.block = new byte[Lz4Blocks.longestFor(page.length)];
    }

    /** Reads the rest of a page frame after its header. */
    void read(int flags) throws IOException {
        long offset = source.position();
        int length = (flags & SIZED) != 0 ? readBlock() : readFrame();
        if (length != page.length) {
            throw new MalformedException("a page inflates to " + page.length + " bytes", length, offset);
        }
    }

    @Override
    public void close() {
        frame.ifPresent(Lz4FrameDecoder::close);
    }

    private int readBlock() throws IOException {
        long offset = source.position();
        long length = source.read(size, size.length, "size of a page").u32();
        checksum.update(size);
        if (length == 0 || length > block.length) {
            throw new MalformedException(
                    "a page of " + page.length + " bytes is 1 to " + block.length + " bytes of LZ4", length, offset);
        }
        source.read(block, 0, (int) length, "page");
        return Lz4Blocks.inflate(block, (int) length, page, page.length, offset + size.length);
    }

    private int readFrame() throws IOException {
        Lz4FrameDecoder decoder = begin();
        int length = 0;
        while (decoder.next()) {
            System.arraycopy(decoder.content(), 0, page, length, decoder.contentLength());
            length += decoder.contentLength();
        }
        return length;
    }

    /**
     * Returns the frame decoder, created on first use. One decoder serves all pages; a file of raw blocks needs none.
     */
    private Lz4FrameDecoder begin() throws IOException {
        if (frame.isPresent()) {
            frame.get().restart();
            return frame.get();
        }
        Lz4FrameDecoder first = new Lz4FrameDecoder(source, page.length, new BlockPool());
        frame = Optional.of(first);
        return first;
    }
}
