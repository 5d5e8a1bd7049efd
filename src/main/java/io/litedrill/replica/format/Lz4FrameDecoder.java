package io.litedrill.replica.format;

import java.io.IOException;
import java.util.OptionalInt;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Reads LZ4 frames block by block from a source, never a byte after the frame's end, and verifies every checksum. Holds
 * one block and its content, at most 4 MiB each, and allocates only what the blocks require.
 */
final class Lz4FrameDecoder implements AutoCloseable {
    private static final XXHash32 HASH = XXHashFactory.fastestInstance().hash32();
    private static final long STORED = 0x8000_0000L;
    /** The maximum ratio: one byte of a block encodes at most 255 bytes of content. */
    private static final long MOST_EXPANSION = 255;

    private static final long USUAL_EXPANSION = 4;
    private static final int LEAST_ROOM = 64 << 10;
    private static final byte[] NONE = {};

    private final ByteSource source;
    private final long maxContent;
    private final StreamingXXHash32 contentHash;
    private final BlockPool pool;
    private final byte[] word = new byte[4];
    private Lz4FrameHeader header;
    private byte[] compressed = NONE;
    private byte[] content = NONE;
    private int contentLength;
    private long total;

    /**
     * Creates a decoder and reads the header of the first frame.
     *
     * @param maxContent maximum content of a frame in bytes; a frame with more is malformed
     * @param pool has the arrays of the blocks
     */
    Lz4FrameDecoder(ByteSource source, long maxContent, BlockPool pool) throws IOException {
        this.source = source;
        this.pool = pool;
        this.maxContent = maxContent;
        this.header = Lz4FrameHeader.read(source);
        // the hash holds memory outside the heap, so it is created after all calls that can fail
        this.contentHash = XXHashFactory.fastestInstance().newStreamingHash32(0);
    }

    /** Reads the header of the next frame of the source. */
    void restart() throws IOException {
        contentHash.reset();
        contentLength = 0;
        total = 0;
        header = Lz4FrameHeader.read(source);
    }

    /** Moves to the next block; returns false when the frame has ended and is fully verified. */
    boolean next() throws IOException {
        long offset = source.position();
        long size = readWord("LZ4 block size");
        if (size == 0) {
            finish();
            return false;
        }
        int length = checkSize(size & ~STORED, offset);
        boolean stored = (size & STORED) != 0;
        int room = room(length, stored, offset);
        readBlock(length);
        if (stored) {
            swap(length);
        } else {
            inflate(length, room, offset + 4);
            lendCompressed();
        }
        total += contentLength;
        contentHash.update(content, 0, contentLength);
        return true;
    }

    /** Returns the content of the current block. The array is reused for the next block. */
    byte[] content() {
        return content;
    }

    /** Returns the content of the current block, and uses another array for the next one. */
    byte[] exchange(byte[] spare) {
        byte[] taken = content;
        content = spare;
        return taken;
    }

    /** Returns the number of valid bytes in {@link #content}. */
    int contentLength() {
        return contentLength;
    }

    @Override
    public void close() {
        contentHash.close();
        pool.give(compressed);
        pool.give(content);
        compressed = NONE;
        content = NONE;
    }

    private int checkSize(long length, long offset) throws MalformedException {
        if (length == 0 || length > header.maxBlock()) {
            throw new MalformedException(
                    "an LZ4 block of this frame has 1 to " + header.maxBlock() + " bytes", length, offset);
        }
        return (int) length;
    }

    private int room(int length, boolean stored, long offset) throws MalformedException {
        long left = maxContent - total;
        if (left == 0 || (stored && length > left)) {
            throw new MalformedException("the content of the LZ4 frame has at most " + maxContent + " bytes", offset);
        }
        return (int) Math.min(Math.min(header.maxBlock(), left), length * MOST_EXPANSION);
    }

    /**
     * Decompresses the block into an array for a usual ratio, and into larger ones if that is too small: an array for
     * any ratio would be 4 MiB for each small block.
     */
    private void inflate(int length, int most, long offset) throws MalformedException {
        int room = (int) Math.min(most, Math.max(LEAST_ROOM, USUAL_EXPANSION * length));
        while (true) {
            content = atLeast(content, room);
            room = Math.min(most, content.length);
            OptionalInt inflated = Lz4Blocks.inflate(compressed, length, content, room);
            if (inflated.isPresent()) {
                contentLength = inflated.getAsInt();
                return;
            }
            if (room == most) {
                throw new MalformedException("the LZ4 block does not inflate into " + room + " bytes", offset);
            }
            room = (int) Math.min(most, USUAL_EXPANSION * room);
        }
    }

    private void readBlock(int length) throws IOException {
        compressed = atLeast(compressed, length);
        source.read(compressed, 0, length, "LZ4 block");
        if (header.blockChecksum()) {
            checkHash("LZ4 block checksum", HASH.hash(compressed, 0, length, 0));
        }
    }

    /** Lets other files use a large array: most files of a restore wait with their next block inflated. */
    private void lendCompressed() {
        if (compressed.length > LEAST_ROOM) {
            pool.give(compressed);
            compressed = NONE;
        }
    }

    private void swap(int length) {
        byte[] other = content;
        content = compressed;
        compressed = other;
        contentLength = length;
    }

    private void finish() throws IOException {
        contentLength = 0;
        long offset = source.position();
        if (header.contentSize().isPresent() && header.contentSize().getAsLong() != total) {
            throw new MalformedException(
                    "the LZ4 frame says that its content has "
                            + Long.toUnsignedString(header.contentSize().getAsLong()) + " bytes",
                    total,
                    offset);
        }
        if (header.contentChecksum()) {
            checkHash("LZ4 content checksum", contentHash.getValue());
        }
    }

    private void checkHash(String what, int computed) throws IOException {
        long offset = source.position();
        int found = (int) readWord(what);
        if (computed != found) {
            throw new MalformedException(
                    what + " is " + Integer.toHexString(computed), Integer.toHexString(found), offset);
        }
    }

    private long readWord(String what) throws IOException {
        return source.read(word, word.length, what).u32LittleEndian();
    }

    private byte[] atLeast(byte[] array, int length) {
        if (array.length >= length) {
            return array;
        }
        pool.give(array);
        return pool.take(length);
    }
}
