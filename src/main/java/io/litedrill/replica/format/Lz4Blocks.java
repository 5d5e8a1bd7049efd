package io.litedrill.replica.format;

import java.util.OptionalInt;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Decompresses raw LZ4 blocks. Uses only the decompressor that takes both lengths, because it cannot write or read
 * outside its arrays.
 */
final class Lz4Blocks {
    private static final LZ4SafeDecompressor DECOMPRESSOR =
            LZ4Factory.fastestInstance().safeDecompressor();

    private Lz4Blocks() {}

    /**
     * Returns the maximum size in bytes of a block for content of this size: incompressible data with its length
     * fields.
     */
    static int longestFor(int content) {
        return content + content / 255 + 16;
    }

    /**
     * Decompresses a block at the start of an array.
     *
     * @param room maximum size of the decompressed content, in bytes
     * @return size of the decompressed content in bytes; empty if the block is malformed or its content is larger
     */
    static OptionalInt inflate(byte[] block, int length, byte[] target, int room) {
        try {
            return OptionalInt.of(DECOMPRESSOR.decompress(block, 0, length, target, 0, room));
        } catch (LZ4Exception e) {
            return OptionalInt.empty();
        }
    }

    /**
     * Decompresses a block at the start of an array.
     *
     * @param room maximum size of the decompressed content, in bytes
     * @param offset position of the block in the file, for errors
     * @return size of the decompressed content, in bytes
     */
    static int inflate(byte[] block, int length, byte[] target, int room, long offset) throws MalformedException {
        return inflate(block, length, target, room)
                .orElseThrow(
                        () -> new MalformedException("the LZ4 block does not inflate into " + room + " bytes", offset));
    }
}
