package io.litedrill.replica.format;

import java.io.IOException;
import java.util.Optional;

/**
 * Inflates the pages of an LTX file, in both encodings that Litestream wrote: a sized raw LZ4 block (0.5.16 on), and one LZ4
 * frame that ends by itself (before that).
 */
final class LtxPageDecoder implements AutoCloseable {
    /** The page frame has a size field and a raw LZ4 block. */
    static final int SIZED = 1;

    private final ByteSource source;
    private final Crc64 checksum;
    private final byte[] page;
    private final byte[] block;
    private final byte[] size = new byte[4];
    private Optional<Lz4FrameDecoder> frame = Optional.empty();

    /**
     * @param checksum what the size fields are added to: they are covered by the file's checksum
     * @param page takes each page, and says how large they are
     */
    LtxPageDecoder(ByteSource source, Crc64 checksum, byte[] page) {
        this.source = source;
        this.checksum = checksum;
        this.page = page;
        this.block = new byte[Lz4Blocks.longestFor(page.length)];
    }

    /** Reads what follows a page's header. */
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

    /** One decoder serves all pages; a file of raw blocks needs none. */
    private Lz4FrameDecoder begin() throws IOException {
        if (frame.isPresent()) {
            frame.get().restart();
            return frame.get();
        }
        Lz4FrameDecoder first = new Lz4FrameDecoder(source, page.length);
        frame = Optional.of(first);
        return first;
    }
}
