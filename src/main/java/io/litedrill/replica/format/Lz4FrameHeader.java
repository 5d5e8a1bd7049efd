package io.litedrill.replica.format;

import java.io.IOException;
import java.util.OptionalLong;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Holds the descriptor of an LZ4 frame (LZ4 Frame Format Description 1.6; numbers are little-endian):
 *
 * <pre>
 *  magic 0x184D2204   u32
 *  FLG                u8    version (2 bits, 01), independent blocks, block checksum, content size,
 *                           content checksum, reserved, dictionary
 *  BD                 u8    reserved (1 bit), block maximum size (3 bits, 4 to 7: 64 KiB to 4 MiB), reserved (4 bits)
 *  content size       u64   if the flag is set
 *  dictionary         u32   if the flag is set
 *  header checksum    u8    second byte of XXH32 of all from FLG on
 * </pre>
 *
 * @param maxBlock maximum size of a block in bytes, compressed or not: 64 KiB to 4 MiB
 * @param blockChecksum whether each block is followed by a checksum
 * @param contentChecksum whether the end mark is followed by a checksum of the content
 * @param contentSize size of the content in bytes, if stated (unsigned)
 */
record Lz4FrameHeader(int maxBlock, boolean blockChecksum, boolean contentChecksum, OptionalLong contentSize) {
    private static final XXHash32 HASH = XXHashFactory.fastestInstance().hash32();
    private static final long MAGIC = 0x184D2204L;
    private static final long LEGACY_MAGIC = 0x184C2102L;
    private static final long SKIPPABLE_MAGIC = 0x184D2A50L;
    private static final int INDEPENDENT = 0x20;
    private static final int BLOCK_CHECKSUM = 0x10;
    private static final int CONTENT_SIZE = 0x08;
    private static final int CONTENT_CHECKSUM = 0x04;
    private static final int RESERVED = 0x02;
    private static final int DICTIONARY = 0x01;
    private static final int LONGEST = 19;
    private static final String WHAT = "LZ4 frame header";

    /**
     * Reads the header. Interprets its fields only after its checksum matched, so that damage is not reported as an
     * unsupported format.
     */
    static Lz4FrameHeader read(ByteSource source) throws IOException {
        long start = source.position();
        byte[] bytes = new byte[LONGEST];
        checkMagic(source.read(bytes, 4, WHAT).u32LittleEndian(), start);
        source.read(bytes, 0, 2, WHAT);
        int flags = bytes[0] & 0xff;
        int fields = (has(flags, CONTENT_SIZE) ? 8 : 0) + (has(flags, DICTIONARY) ? 4 : 0);
        source.read(bytes, 2, fields + 1, WHAT);
        checkChecksum(bytes, fields + 2, start + 4);
        ByteCursor cursor = new ByteCursor(bytes, 1, fields + 1, start + 5);
        int descriptor = cursor.u8();
        checkSupported(flags, descriptor, start);
        OptionalLong size = has(flags, CONTENT_SIZE) ? OptionalLong.of(cursor.u64LittleEndian()) : OptionalLong.empty();
        int maxBlock = 1 << (8 + 2 * (descriptor >> 4));
        return new Lz4FrameHeader(maxBlock, has(flags, BLOCK_CHECKSUM), has(flags, CONTENT_CHECKSUM), size);
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    private static void checkMagic(long magic, long start) throws FormatException {
        if (magic == LEGACY_MAGIC || (magic & ~0xfL) == SKIPPABLE_MAGIC) {
            throw new UnsupportedException("a legacy or skippable LZ4 frame: magic " + hex(magic), start);
        }
        if (magic != MAGIC) {
            throw new MalformedException("an LZ4 frame starts with the magic number " + hex(MAGIC), hex(magic), start);
        }
    }

    private static void checkChecksum(byte[] bytes, int length, long start) throws MalformedException {
        int expected = (HASH.hash(bytes, 0, length, 0) >> 8) & 0xff;
        int found = bytes[length] & 0xff;
        if (expected != found) {
            throw new MalformedException("LZ4 header checksum is " + hex(expected), hex(found), start + length);
        }
    }

    private static void checkSupported(int flags, int descriptor, long start) throws UnsupportedException {
        if (flags >> 6 != 1 || has(flags, RESERVED)) {
            throw new UnsupportedException("LZ4 frame version or flags " + hex(flags) + " are not known", start + 4);
        }
        if (has(flags, DICTIONARY)) {
            throw new UnsupportedException("the LZ4 frame needs a dictionary", start + 4);
        }
        if (!has(flags, INDEPENDENT)) {
            throw new UnsupportedException("the LZ4 frame has blocks that depend on each other", start + 4);
        }
        if ((descriptor & 0x8f) != 0 || descriptor >> 4 < 4) {
            throw new UnsupportedException("LZ4 block descriptor " + hex(descriptor) + " is not known", start + 5);
        }
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
