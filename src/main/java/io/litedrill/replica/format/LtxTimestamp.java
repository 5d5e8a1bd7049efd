package io.litedrill.replica.format;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Shifts the time in the header of a valid LTX file and corrects its file checksum, so that demos and tests can use
 * replicas as if Litestream had just written them.
 *
 * <p>A CRC is linear: when only the timestamp changes, the checksum changes by the difference of the checksums of the
 * old and the new timestamp, each followed by as many zeros as there are checksummed bytes after it. That number
 * follows from page size and page index, so nothing is decompressed.
 */
public final class LtxTimestamp {
    private static final int PAGE_SIZE = 8;
    private static final int TIMESTAMP = 32;
    private static final int HEADER = 100;
    private static final int TRAILER = 16;
    private static final int FRAME_HEADER = 6;
    private static final long ALWAYS_SET = 1L << 63;

    private LtxTimestamp() {}

    /**
     * Changes the bytes in place.
     *
     * @param file the whole content of a valid file
     * @param shift precise to the millisecond, positive or negative
     */
    public static void shift(byte[] file, Duration shift) {
        ByteBuffer ltx = ByteBuffer.wrap(file);
        long before = ltx.getLong(TIMESTAMP);
        long after = before + shift.toMillis();
        int behind = checksummedAfterTimestamp(ltx);
        long change = checksum(before, behind) ^ checksum(after, behind);
        int checksum = ltx.capacity() - Long.BYTES;
        ltx.putLong(TIMESTAMP, after);
        ltx.putLong(checksum, (ltx.getLong(checksum) ^ change) | ALWAYS_SET);
    }

    private static long checksum(long timestamp, int zeros) {
        Crc64 crc = new Crc64();
        crc.update(ByteBuffer.allocate(Long.BYTES + zeros).putLong(timestamp).array());
        return crc.value();
    }

    /**
     * Returns how many checksummed bytes follow the timestamp. The checksum covers header, frame headers, sizes,
     * decompressed pages, end mark, index with its length, and post-apply checksum.
     */
    private static int checksummedAfterTimestamp(ByteBuffer ltx) {
        int indexLength = ltx.capacity() - TRAILER - Long.BYTES;
        int index = Math.toIntExact(ltx.getLong(indexLength));
        ByteBuffer entries = ltx.duplicate().position(indexLength - index);
        int pages = 0;
        while (varint(entries) != 0) {
            int frame = Math.toIntExact(varint(entries));
            varint(entries);
            boolean sized = (ltx.getShort(frame + Integer.BYTES) & 1) != 0;
            pages += FRAME_HEADER + (sized ? Integer.BYTES : 0) + ltx.getInt(PAGE_SIZE);
        }
        return HEADER - TIMESTAMP - Long.BYTES + pages + FRAME_HEADER + index + Long.BYTES + Long.BYTES;
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a varint of the page index has more than ten bytes");
    }
}
