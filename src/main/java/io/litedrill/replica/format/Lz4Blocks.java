package io.litedrill.replica.format;

import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** Raw LZ4 blocks. Only the decompressor that is told where both its ends are is used: it cannot be led out of its arrays. */
final class Lz4Blocks {
    private static final LZ4SafeDecompressor DECOMPRESSOR =
            LZ4Factory.fastestInstance().safeDecompressor();

    private Lz4Blocks() {}

    /** The longest block that any encoder needs for so many bytes of content: nothing compresses, and lengths are spelled out. */
    static int longestFor(int content) {
        return content + content / 255 + 16;
    }

    /**
     * Inflates a block that takes up an array's first bytes.
     *
     * @param room how many bytes it may inflate to at most
     * @param offset where the block stands, for errors
     * @return how many bytes it inflated to
     */
    static int inflate(byte[] block, int length, byte[] target, int room, long offset) throws MalformedException {
        try {
            return DECOMPRESSOR.decompress(block, 0, length, target, 0, room);
        } catch (LZ4Exception e) {
            MalformedException malformed =
                    new MalformedException("the LZ4 block does not inflate into " + room + " bytes", offset);
            malformed.initCause(e);
            throw malformed;
        }
    }
}
