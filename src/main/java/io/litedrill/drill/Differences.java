package io.litedrill.drill;

import io.litedrill.replica.format.Crc64;
import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalLong;

/**
 * The pages of a snapshot that a replay to its index does not give, until frames of that index explain them. Some 12 bytes for each
 * such page.
 *
 * <p>A page may have been read while a checkpoint wrote it, and then is neither version. The frame that was being copied heals it in
 * every restore, so one such page is no disagreement; the odds of a second are nil.
 */
final class Differences {
    private static final int MOST_TORN = 1;

    private int[] pages = new int[64];
    private long[] contents = new long[64];
    private int count;
    private final BitSet explained = new BitSet();
    private final BitSet touched = new BitSet();
    private final BitSet explainedByPending = new BitSet();
    private final BitSet touchedByPending = new BitSet();

    /** Adds a page; page numbers rise. */
    void add(long pgno, byte[] content) {
        if (count == pages.length) {
            pages = Arrays.copyOf(pages, 2 * count);
            contents = Arrays.copyOf(contents, 2 * count);
        }
        pages[count] = (int) pgno;
        contents[count++] = sum(content);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** A frame of the snapshot's index, which counts once it is committed. */
    void frame(long pgno, byte[] content) {
        int at = pgno > Integer.MAX_VALUE ? -1 : Arrays.binarySearch(pages, 0, count, (int) pgno);
        if (at >= 0) {
            touchedByPending.set(at);
            if (contents[at] == sum(content)) {
                explainedByPending.set(at);
            }
        }
    }

    void commit() {
        explained.or(explainedByPending);
        touched.or(touchedByPending);
        explainedByPending.clear();
        touchedByPending.clear();
    }

    /** How many pages nothing explains. */
    int unexplained() {
        int open = count - explained.cardinality();
        BitSet torn = (BitSet) touched.clone();
        torn.andNot(explained);
        return open - Math.min(MOST_TORN, torn.cardinality());
    }

    /** The first page that nothing explains, one that no frame touches before others. */
    OptionalLong first() {
        if (unexplained() == 0) {
            return OptionalLong.empty();
        }
        BitSet known = (BitSet) explained.clone();
        known.or(touched);
        int untouched = known.nextClearBit(0);
        return OptionalLong.of(pages[untouched < count ? untouched : explained.nextClearBit(0)]);
    }

    private static long sum(byte[] content) {
        Crc64 sum = new Crc64();
        sum.update(content);
        return sum.value();
    }
}
