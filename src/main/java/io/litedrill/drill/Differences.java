package io.litedrill.drill;

import io.litedrill.replica.format.Crc64;
import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalLong;

/**
 * Collects the pages of a snapshot that differ from a replay to its index, until frames of that index explain them.
 * Memory is about 12 bytes per differing page.
 *
 * <p>A checkpoint may have written a page while the snapshot read it. The page then matches neither version. Every
 * restore repairs it from the frame that was being copied, so one such page is not a disagreement. A second one is
 * practically impossible.
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

    /** Adds a page. Page numbers must ascend. */
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

    /** Records a frame of the snapshot's index. It counts once it is committed. */
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

    /** Returns the number of unexplained pages. */
    int unexplained() {
        int open = count - explained.cardinality();
        BitSet torn = (BitSet) touched.clone();
        torn.andNot(explained);
        return open - Math.min(MOST_TORN, torn.cardinality());
    }

    /** Returns the first unexplained page. A page that no frame touches has priority. */
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
