package io.litedrill.replica.format;

/**
 * Holds the header of an SQLite WAL file (SQLite's "WAL-mode File Format", section 4.1). All numbers are big-endian:
 *
 * <pre>
 *   0  magic 0x377f0682 or 0x377f0683      u32   16  salt 1        u32
 *   4  format version 3007000              u32   20  salt 2        u32
 *   8  page size                           u32   24  checksum 1    u32
 *  12  checkpoint sequence number          u32   28  checksum 2    u32
 * </pre>
 *
 * @param bigEndianChecksums whether checksums are taken over big-endian words (the magic number's lowest bit)
 * @param pageSize bytes, a power of two from 512 to 65536
 * @param checkpointSequence 0 to 2^32 - 1
 * @param salt1 0 to 2^32 - 1; grows by one with each restart of the WAL
 * @param salt2 0 to 2^32 - 1; random
 */
public record WalHeader(boolean bigEndianChecksums, int pageSize, long checkpointSequence, long salt1, long salt2) {
    /** The size of the header in bytes. */
    public static final int SIZE = 32;

    private static final long MAGIC = 0x377f_0682L;
    private static final long VERSION = 3_007_000;
    private static final int CHECKED = 24;

    /**
     * Parses and validates a header.
     *
     * @param first32 the first {@link #SIZE} bytes of a WAL; fewer mean a truncated file, more are ignored
     * @throws MalformedException when a rule of the format or the header's checksum is broken
     * @throws UnsupportedException when the header is intact but has another version of the format
     */
    public static WalHeader parse(byte[] first32) throws FormatException {
        ByteCursor cursor = new ByteCursor(first32);
        long magic = cursor.u32();
        if ((magic & ~1L) != MAGIC) {
            throw new MalformedException(
                    "a WAL starts with 0x377f0682 or 0x377f0683", "0x" + Long.toHexString(magic), 0);
        }
        boolean bigEndian = (magic & 1) == 1;
        long version = cursor.u32();
        long pageSize = cursor.u32();
        long sequence = cursor.u32();
        long salt1 = cursor.u32();
        long salt2 = cursor.u32();
        checkChecksum(cursor, checksum(first32, bigEndian));
        if (version != VERSION) {
            throw new UnsupportedException("WAL format version " + version + " is not known", 4);
        }
        return new WalHeader(bigEndian, PageSizes.check(pageSize, 8), sequence, salt1, salt2);
    }

    /** Computes the header's checksum, from which the checksum of the first frame continues. */
    static WalChecksum checksum(byte[] header, boolean bigEndian) {
        WalChecksum checksum = new WalChecksum(bigEndian);
        checksum.update(header, 0, CHECKED);
        return checksum;
    }

    private static void checkChecksum(ByteCursor cursor, WalChecksum expected) throws MalformedException {
        long first = cursor.u32();
        long second = cursor.u32();
        if (first != expected.first() || second != expected.second()) {
            throw new MalformedException(
                    "the WAL header's checksum is " + expected, WalChecksum.text(first, second), CHECKED);
        }
    }
}
