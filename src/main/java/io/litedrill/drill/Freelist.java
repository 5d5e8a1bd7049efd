package io.litedrill.drill;

import io.litedrill.replica.format.ByteCursor;
import io.litedrill.replica.format.FormatException;
import java.io.IOException;
import java.util.BitSet;

/**
 * Reads the leaf pages of a database's freelist (SQLite's "Database File Format", section 1.5). SQLite does not read
 * the content of these pages and does not write it when a page becomes one. Two equal databases may therefore hold
 * different bytes there.
 */
final class Freelist {
    private static final int FIRST_TRUNK = 32;

    private Freelist() {}

    /** Reads a page by its number, from 1. */
    @FunctionalInterface
    interface PageReader {
        byte[] read(long pgno) throws IOException;
    }

    /**
     * Reads the freelist. An invalid page number ends it.
     *
     * @param pages number of pages in the database; above 0
     */
    static BitSet leaves(PageReader reader, long pages) throws IOException {
        BitSet leaves = new BitSet();
        BitSet trunks = new BitSet();
        try {
            ByteCursor header = new ByteCursor(reader.read(1));
            header.skip(FIRST_TRUNK);
            long trunk = header.u32();
            while (trunk > 1 && trunk <= pages && !trunks.get((int) trunk)) {
                trunks.set((int) trunk);
                ByteCursor page = new ByteCursor(reader.read(trunk));
                trunk = page.u32();
                add(page, leaves, pages);
            }
        } catch (FormatException endOfAPage) {
            return leaves;
        }
        return leaves;
    }

    private static void add(ByteCursor page, BitSet leaves, long pages) throws FormatException {
        long count = page.u32();
        for (long i = 0; i < count; i++) {
            long leaf = page.u32();
            if (leaf > 1 && leaf <= pages) {
                leaves.set((int) leaf);
            }
        }
    }
}
