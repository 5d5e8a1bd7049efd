package io.litedrill.litestream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Moves the time in an LTX file's header and keeps its file checksum right, without a reader of LTX to rely on.
 *
 * <p>A CRC is linear: when only the timestamp changes, the checksum changes by the CRC (from 0) of the difference
 * followed by as many zeros as checksummed bytes come after it. How many those are follows from page size and page
 * index, so nothing is decompressed.
 */
final class LtxTimestamp {
    private static final int TIMESTAMP = 32;
    private static final int HEADER = 100;
    private static final int TRAILER = 16;
    private static final long POLYNOMIAL = 0xD800000000000000L;
    private static final long ALWAYS_SET = 1L << 63;

    private LtxTimestamp() {}

    static void shift(Path file, Duration shift) throws IOException {
        ByteBuffer ltx = ByteBuffer.wrap(Files.readAllBytes(file));
        long before = ltx.getLong(TIMESTAMP);
        long after = before + shift.toMillis();
        long change = crc(before ^ after, checksummedAfterTimestamp(ltx));
        int checksum = ltx.capacity() - Long.BYTES;
        ltx.putLong(TIMESTAMP, after);
        ltx.putLong(checksum, (ltx.getLong(checksum) ^ change) | ALWAYS_SET);
        Files.write(file, ltx.array());
    }

    /** The checksum covers header, frame headers, sizes and inflated pages, end mark, index with its length, post-apply checksum. */
    private static long checksummedAfterTimestamp(ByteBuffer ltx) {
        int pageSize = ltx.getInt(8);
        int indexLength = ltx.capacity() - TRAILER - Long.BYTES;
        long index = ltx.getLong(indexLength);
        int start = Math.toIntExact(indexLength - index);
        long pages = 0;
        ByteBuffer entries = ltx.duplicate().position(start);
        while (varint(entries) != 0) {
            int frame = Math.toIntExact(varint(entries));
            varint(entries);
            boolean sized = (ltx.getShort(frame + 4) & 1) != 0;
            pages += 6 + (sized ? 4 : 0) + pageSize;
        }
        return HEADER - TIMESTAMP - Long.BYTES + pages + 6 + index + Long.BYTES + Long.BYTES;
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
        throw new IllegalStateException("a varint of the page index has more than ten bytes");
    }

    private static long crc(long difference, long zeros) {
        long crc = 0;
        for (int shift = 56; shift >= 0; shift -= 8) {
            crc = step(crc ^ (difference >>> shift & 0xFF));
        }
        for (long i = 0; i < zeros; i++) {
            crc = step(crc);
        }
        return crc;
    }

    /** One byte of reflected CRC-64/ISO, the byte already in the low bits. */
    private static long step(long crc) {
        long next = crc;
        for (int bit = 0; bit < 8; bit++) {
            next = (next & 1) == 0 ? next >>> 1 : next >>> 1 ^ POLYNOMIAL;
        }
        return next;
    }
}
