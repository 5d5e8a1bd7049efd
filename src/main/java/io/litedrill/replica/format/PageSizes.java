package io.litedrill.replica.format;

/** Checks the page sizes that SQLite allows, and computes the one page that SQLite never uses. */
final class PageSizes {
    static final int MAX = 65_536;
    private static final int MIN = 512;
    private static final int LOCK_BYTE = 0x4000_0000;

    private PageSizes() {}

    static int check(long size, long offset) throws MalformedException {
        if (size < MIN || size > MAX || Long.bitCount(size) != 1) {
            throw new MalformedException("a page size is a power of two from 512 to 65536", size, offset);
        }
        return (int) size;
    }

    /**
     * Returns the number of the page with the bytes that SQLite locks. It has no content, and no backup contains it.
     */
    static long lockPage(int pageSize) {
        return LOCK_BYTE / pageSize + 1L;
    }
}
