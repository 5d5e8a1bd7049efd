package io.litedrill.check;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Reading;
import java.util.BitSet;

/**
 * Tests whether an LTX file holds every page of its database. Litestream writes such a file after it has missed a part
 * of the WAL.
 */
final class WholeFile {
    private static final long LOCK_BYTE = 0x4000_0000L;

    private WholeFile() {}

    static boolean is(LtxFile file, BitSet pages) {
        if (!(file.reading() instanceof Reading.Header header)) {
            return false;
        }
        long lockPage = LOCK_BYTE / header.pageSize() + 1;
        long needed = header.pages() >= lockPage ? header.pages() - 1 : header.pages();
        return needed > 0 && pages.cardinality() >= needed;
    }
}
