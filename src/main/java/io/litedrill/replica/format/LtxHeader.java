package io.litedrill.replica.format;

import java.time.Instant;
import java.util.HexFormat;

/**
 * Holds the header of an LTX file, as {@code superfly/ltx} writes and validates it. All numbers are big-endian:
 *
 * <pre>
 *   0  magic "LTX1"             32  timestamp, ms since 1970   i64
 *   4  flags              u32   40  pre-apply checksum         u64
 *   8  page size          u32   48  WAL offset                 i64
 *  12  commit, in pages   u32   56  WAL size                   i64
 *  16  minTXID            u64   64  WAL salt 1, salt 2         u32, u32
 *  24  maxTXID            u64   72  node id u64, 20 reserved bytes
 * </pre>
 *
 * @param pageSize bytes, a power of two from 512 to 65536
 * @param commitPages pages of the database once this file is applied, 1 to 2^32 - 2
 * @param minTxid first transaction, 1 or more (unsigned)
 * @param maxTxid last transaction, {@code minTxid} or more (unsigned)
 * @param timestamp when the last transaction was replicated, to the millisecond
 * @param wal the part of the live WAL that the file was made from
 * @param flags the flags field, unchanged
 */
public record LtxHeader(
        int pageSize, long commitPages, long minTxid, long maxTxid, Instant timestamp, WalPart wal, int flags) {
    /** The size of the header in bytes. */
    public static final int SIZE = 100;

    private static final String MAGIC = "LTX1";
    private static final long NO_DATABASE_CHECKSUM = 0x2;
    /** SQLite's largest page number. */
    private static final long MAX_PAGES = 0xffff_fffeL;

    /**
     * Describes a part of the live database's WAL.
     *
     * @param offset first byte; 0 when the file was not made from a WAL (a compaction, a snapshot)
     * @param size bytes, 0 or more
     * @param salt1 of the WAL's header, 0 to 2^32 - 1; 0 when there was no WAL
     * @param salt2 of the WAL's header, 0 to 2^32 - 1; 0 when there was no WAL
     */
    public record WalPart(long offset, long size, long salt1, long salt2) {}

    /**
     * Parses and validates a header.
     *
     * @param first100 the first {@link #SIZE} bytes of a file; fewer mean a truncated file, more are ignored
     * @throws MalformedException when a rule of the format is broken
     * @throws UnsupportedException for another version of the format, unknown flags, or a file that tracks the checksum
     *     of the database (flag 0x2 is clear; Litestream sets it)
     */
    public static LtxHeader parse(byte[] first100) throws FormatException {
        ByteCursor cursor = new ByteCursor(first100);
        checkMagic(cursor);
        long flags = cursor.u32();
        if ((flags & ~NO_DATABASE_CHECKSUM) != 0) {
            throw new UnsupportedException("LTX flags 0x" + Long.toHexString(flags) + " are not known", 4);
        }
        int pageSize = PageSizes.check(cursor.u32(), 8);
        long commit = checkCommit(cursor.u32());
        long minTxid = cursor.u64();
        long maxTxid = cursor.u64();
        checkTxids(minTxid, maxTxid);
        Instant timestamp = Instant.ofEpochMilli(cursor.i64());
        checkPreApply(cursor.u64(), minTxid, flags);
        WalPart wal = readWal(cursor);
        cursor.skip(SIZE - 72);
        if (flags == 0) {
            throw new UnsupportedException("the LTX file tracks the checksum of the database (flag 0x2 is clear)", 4);
        }
        return new LtxHeader(pageSize, commit, minTxid, maxTxid, timestamp, wal, (int) flags);
    }

    /** Returns whether the file holds the whole database: it starts at the first transaction. */
    public boolean isSnapshot() {
        return minTxid == 1;
    }

    /** Returns the first salt of the live WAL, 0 to 2^32 - 1; 0 when the file was not made from a WAL. */
    public long salt1() {
        return wal.salt1();
    }

    /** Returns the second salt of the live WAL, 0 to 2^32 - 1; 0 when the file was not made from a WAL. */
    public long salt2() {
        return wal.salt2();
    }

    private static void checkMagic(ByteCursor cursor) throws FormatException {
        byte[] magic = cursor.bytes(4);
        if (magic[0] != 'L' || magic[1] != 'T' || magic[2] != 'X') {
            String found = "0x" + HexFormat.of().formatHex(magic);
            throw new MalformedException("an LTX file starts with \"" + MAGIC + "\"", found, 0);
        }
        if (magic[3] != MAGIC.charAt(3)) {
            throw new UnsupportedException(
                    "version 0x" + HexFormat.of().formatHex(magic, 3, 4) + " of the LTX format is not known", 3);
        }
    }

    private static long checkCommit(long commit) throws MalformedException {
        if (commit == 0 || commit > MAX_PAGES) {
            throw new MalformedException("an LTX file leaves a database of 1 to " + MAX_PAGES + " pages", commit, 12);
        }
        return commit;
    }

    private static void checkTxids(long minTxid, long maxTxid) throws MalformedException {
        if (minTxid == 0) {
            throw new MalformedException("minTXID is 1 or more", minTxid, 16);
        }
        if (Long.compareUnsigned(minTxid, maxTxid) > 0) {
            throw new MalformedException(
                    "maxTXID is not less than minTXID " + Long.toHexString(minTxid), Long.toHexString(maxTxid), 24);
        }
    }

    private static void checkPreApply(long checksum, long minTxid, long flags) throws MalformedException {
        boolean absent = flags == NO_DATABASE_CHECKSUM || minTxid == 1;
        if (absent && checksum != 0) {
            throw new MalformedException(
                    "the pre-apply checksum of a snapshot, and of a file without database checksum, is 0",
                    Long.toHexString(checksum),
                    40);
        }
        if (!absent && checksum >= 0) {
            throw new MalformedException(
                    "a pre-apply checksum has its highest bit set", Long.toHexString(checksum), 40);
        }
    }

    private static WalPart readWal(ByteCursor cursor) throws MalformedException {
        WalPart wal = new WalPart(cursor.i64(), cursor.i64(), cursor.u32(), cursor.u32());
        if (wal.offset() < 0) {
            throw new MalformedException("the WAL offset is 0 or more", wal.offset(), 48);
        }
        if (wal.size() < 0) {
            throw new MalformedException("the WAL size is 0 or more", wal.size(), 56);
        }
        boolean fromWal = wal.size() != 0 || wal.salt1() != 0 || wal.salt2() != 0;
        if (wal.offset() == 0 && fromWal) {
            throw new MalformedException("a file made from a WAL has a WAL offset", wal, 48);
        }
        return wal;
    }
}
