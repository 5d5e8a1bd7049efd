package io.litedrill.replica.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;

/** Writes one LZ4 frame, valid or with one rule broken and all checksums still correct. */
public final class Lz4Builder {
    private static final int INDEPENDENT = 0x60;
    private static final int BLOCK_CHECKSUM = 0x10;
    private static final int CONTENT_SIZE = 0x08;
    private static final int CONTENT_CHECKSUM = 0x04;

    private final byte[] content;
    private int flags = INDEPENDENT | CONTENT_CHECKSUM;
    private int descriptor = 0x70;
    private int contentPerBlock = 1 << 22;
    private boolean stored;
    private long statedSize;
    private int flippedFlags;
    private boolean endMark = true;

    /** Creates a frame in Litestream's format: independent blocks of 4 MiB, with a content checksum. */
    public Lz4Builder(byte[] content) {
        this.content = content.clone();
        this.statedSize = content.length;
    }

    /** Returns a file of exactly this content, in the format of Litestream 0.3. */
    public static byte[] frame(byte[] content) {
        return new Lz4Builder(content).build();
    }

    /** Sets the content bytes of each block; the frame states the smallest block maximum that is sufficient. */
    public Lz4Builder contentPerBlock(int bytes) {
        contentPerBlock = bytes;
        int code = 4;
        while (1 << (8 + 2 * code) < bytes) {
            code++;
        }
        descriptor = code << 4;
        return this;
    }

    /** Sets the block maximum code in the frame, 4 to 7, independent of the blocks. */
    public Lz4Builder blockMaximum(int code) {
        descriptor = code << 4;
        return this;
    }

    /** Stores blocks without compression. */
    public Lz4Builder stored() {
        stored = true;
        return this;
    }

    /** Adds a checksum after each block. */
    public Lz4Builder blockChecksums() {
        flags |= BLOCK_CHECKSUM;
        return this;
    }

    /** Removes the content checksum and its flag. */
    public Lz4Builder noContentChecksum() {
        flags &= ~CONTENT_CHECKSUM;
        return this;
    }

    /** Adds the size of the content to the frame. */
    public Lz4Builder contentSize() {
        flags |= CONTENT_SIZE;
        return this;
    }

    /** Adds this size of the content to the frame, correct or not. */
    public Lz4Builder contentSize(long stated) {
        statedSize = stated;
        return contentSize();
    }

    /** Flips bits of the FLG byte; the header checksum stays correct. */
    public Lz4Builder flipFlags(int mask) {
        flippedFlags = mask;
        return this;
    }

    /** Sets the BD byte in the frame. */
    public Lz4Builder descriptor(int value) {
        descriptor = value;
        return this;
    }

    /** Leaves out the end mark and the content checksum. */
    public Lz4Builder noEnd() {
        endMark = false;
        return this;
    }

    /** Returns the bytes of the frame. */
    public byte[] build() {
        ByteBuffer out = ByteBuffer.allocate(64 + 2 * content.length + 16 * (1 + content.length / contentPerBlock))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0x184D2204);
        byte[] fields = descriptor();
        out.put(fields).put((byte) (hash(fields) >> 8));
        for (int at = 0; at < content.length; at += contentPerBlock) {
            putBlock(out, Arrays.copyOfRange(content, at, Math.min(content.length, at + contentPerBlock)));
        }
        if (endMark) {
            out.putInt(0);
            if ((flags & CONTENT_CHECKSUM) != 0) {
                out.putInt(hash(content));
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private byte[] descriptor() {
        boolean sized = (flags & CONTENT_SIZE) != 0;
        boolean dictionary = (flippedFlags & 1) != 0;
        ByteBuffer fields =
                ByteBuffer.allocate(2 + (sized ? 8 : 0) + (dictionary ? 4 : 0)).order(ByteOrder.LITTLE_ENDIAN);
        fields.put((byte) (flags ^ flippedFlags)).put((byte) descriptor);
        if (sized) {
            fields.putLong(statedSize);
        }
        return fields.array();
    }

    private void putBlock(ByteBuffer out, byte[] block) {
        byte[] smaller = compress(block);
        // like every encoder: a block that does not get smaller is stored
        boolean raw = stored || smaller.length >= block.length;
        byte[] bytes = raw ? block : smaller;
        out.putInt(raw ? bytes.length | 0x8000_0000 : bytes.length).put(bytes);
        if ((flags & BLOCK_CHECKSUM) != 0) {
            out.putInt(hash(bytes));
        }
    }

    /** Returns one raw LZ4 block. */
    static byte[] compress(byte[] bytes) {
        return LZ4Factory.fastestInstance().fastCompressor().compress(bytes);
    }

    private static int hash(byte[] bytes) {
        return XXHashFactory.fastestInstance().hash32().hash(bytes, 0, bytes.length, 0);
    }
}
