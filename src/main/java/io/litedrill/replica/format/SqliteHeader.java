package io.litedrill.replica.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Holds the header of an SQLite database file (SQLite's "Database File Format", section 1.3), limited to the fields
 * that a reader of backups needs.
 *
 * @param pageSize bytes, a power of two from 512 to 65536
 * @param pages of the database, 0 to 2^32 - 1; valid only if {@link Versions#pagesAreValid}
 * @param versions counters and format versions
 * @param textEncoding how text is stored
 * @param userVersion the owner's {@code PRAGMA user_version}
 * @param autoVacuum whether the file holds pointer map pages ({@code PRAGMA auto_vacuum} full or incremental)
 */
public record SqliteHeader(
        int pageSize, long pages, Versions versions, TextEncoding textEncoding, int userVersion, boolean autoVacuum) {
    /** The size of the header in bytes. */
    public static final int SIZE = 100;

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int WAL = 2;
    /** The minimum usable page size in bytes: SQLite requires this much beside the reserved bytes. */
    private static final int LEAST_USABLE = 480;

    /** Names the text encodings of a database. */
    public enum TextEncoding {
        /** No table was ever created. */
        UNSET,
        /** UTF-8. */
        UTF8,
        /** UTF-16, least significant byte first. */
        UTF16LE,
        /** UTF-16, most significant byte first. */
        UTF16BE
    }

    /**
     * Holds the change counters, and the format versions required to write and read the file.
     *
     * @param changeCounter 0 to 2^32 - 1; does not change in WAL mode
     * @param versionValidFor the change counter when {@code pages} was written
     * @param write 1 for a rollback journal, 2 for WAL
     * @param read 1 for a rollback journal, 2 for WAL
     */
    public record Versions(long changeCounter, long versionValidFor, int write, int read) {
        /** Returns whether the last writer of the file also wrote the header's page count. */
        public boolean pagesAreValid() {
            return changeCounter == versionValidFor;
        }
    }

    /**
     * Parses and validates a header.
     *
     * @param first100 the first {@link #SIZE} bytes of a file; fewer mean a truncated file, more are ignored
     * @throws MalformedException when a rule of the format is broken
     * @throws UnsupportedException when a newer SQLite is required to read the file
     */
    public static SqliteHeader parse(byte[] first100) throws FormatException {
        ByteCursor cursor = new ByteCursor(first100);
        if (!Arrays.equals(cursor.bytes(MAGIC.length), MAGIC)) {
            throw new MalformedException("an SQLite database starts with \"SQLite format 3\" and a zero byte", 0);
        }
        int pageSize = readPageSize(cursor);
        int write = checkVersion("write", cursor.u8(), 18);
        int read = checkVersion("read", cursor.u8(), 19);
        checkConstants(cursor, pageSize);
        long changeCounter = cursor.u32();
        long pages = cursor.u32();
        cursor.skip(52 - 32);
        boolean autoVacuum = cursor.u32() != 0;
        TextEncoding encoding = readEncoding(cursor);
        int userVersion = (int) cursor.u32();
        cursor.skip(92 - 64);
        Versions versions = new Versions(changeCounter, cursor.u32(), write, read);
        cursor.skip(SIZE - 96);
        return new SqliteHeader(pageSize, pages, versions, encoding, userVersion, autoVacuum);
    }

    /** Returns the change counter, which counts transactions, 0 to 2^32 - 1; it does not change in WAL mode. */
    public long changeCounter() {
        return versions.changeCounter();
    }

    /** Returns the change counter when {@link #pages} was written. */
    public long versionValidFor() {
        return versions.versionValidFor();
    }

    private static int readPageSize(ByteCursor cursor) throws MalformedException {
        int stored = cursor.u16();
        // 65536 does not fit in two bytes and is stored as 1
        return PageSizes.check(stored == 1 ? PageSizes.MAX : stored, 16);
    }

    private static int checkVersion(String what, int version, long offset) throws FormatException {
        if (version > WAL) {
            throw new UnsupportedException("SQLite " + what + " version " + version + " is not known", offset);
        }
        if (version == 0) {
            throw new MalformedException("the SQLite " + what + " version is 1 or 2", version, offset);
        }
        return version;
    }

    private static void checkConstants(ByteCursor cursor, int pageSize) throws MalformedException {
        int reserved = cursor.u8();
        if (pageSize - reserved < LEAST_USABLE) {
            throw new MalformedException("a page has " + LEAST_USABLE + " bytes that are not reserved", reserved, 20);
        }
        for (int fraction : new int[] {64, 32, 32}) {
            long offset = cursor.position();
            int found = cursor.u8();
            if (found != fraction) {
                throw new MalformedException("the payload fraction is " + fraction, found, offset);
            }
        }
    }

    private static TextEncoding readEncoding(ByteCursor cursor) throws MalformedException {
        long encoding = cursor.u32();
        if (encoding >= TextEncoding.values().length) {
            throw new MalformedException("the text encoding is 1, 2 or 3, or 0 without tables", encoding, 56);
        }
        return TextEncoding.values()[(int) encoding];
    }
}
