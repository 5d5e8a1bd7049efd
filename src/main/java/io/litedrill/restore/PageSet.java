package io.litedrill.restore;

import java.io.IOException;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of page numbers: one bit for each page of the ranges of 65,536 pages that contain one. Used by one thread,
 * since a question also changes which range is remembered.
 */
final class PageSet {
    private static final int SHIFT = 16;
    private static final int MASK = (1 << SHIFT) - 1;

    private static final long NONE = -1;

    private final TreeMap<Long, BitSet> chunks = new TreeMap<>();
    /** The chunk that was used last: pages that follow each other are mostly in one. */
    private BitSet latest = new BitSet(0);

    private long latestKey = NONE;

    /** Receives page numbers. */
    @FunctionalInterface
    interface Receiver {
        void page(long pgno) throws IOException;
    }

    void add(long pgno) {
        long key = pgno >>> SHIFT;
        if (key != latestKey) {
            latest = chunks.computeIfAbsent(key, absent -> new BitSet());
            latestKey = key;
        }
        latest.set((int) pgno & MASK);
    }

    void addAll(PageSet other) {
        other.chunks.forEach((key, bits) ->
                chunks.computeIfAbsent(key, absent -> new BitSet()).or(bits));
    }

    boolean contains(long pgno) {
        long key = pgno >>> SHIFT;
        if (key != latestKey) {
            BitSet chunk = chunks.get(key);
            if (chunk == null) {
                return false;
            }
            latest = chunk;
            latestKey = key;
        }
        return latest.get((int) pgno & MASK);
    }

    /** Removes the pages after a page. */
    void removeAfter(long last) {
        chunks.tailMap(last >>> SHIFT, false).clear();
        latestKey = NONE;
        BitSet chunk = chunks.get(last >>> SHIFT);
        if (chunk != null) {
            chunk.clear(((int) last & MASK) + 1, 1 << SHIFT);
        }
    }

    /** Returns the number of pages after a page. */
    long countAfter(long last) {
        long count = chunks.tailMap(last >>> SHIFT, false).values().stream()
                .mapToLong(BitSet::cardinality)
                .sum();
        BitSet chunk = chunks.get(last >>> SHIFT);
        return chunk == null
                ? count
                : count + chunk.get(((int) last & MASK) + 1, 1 << SHIFT).cardinality();
    }

    /** Returns the first page from a page on that is not in the set. */
    long firstMissing(long from) {
        long pgno = from;
        BitSet chunk = chunks.get(pgno >>> SHIFT);
        while (chunk != null) {
            int clear = chunk.nextClearBit((int) pgno & MASK);
            pgno = (pgno & ~(long) MASK) + clear;
            if (clear <= MASK) {
                return pgno;
            }
            chunk = chunks.get(pgno >>> SHIFT);
        }
        return pgno;
    }

    /** Delivers the pages in ascending order. */
    void forEach(Receiver receiver) throws IOException {
        for (Map.Entry<Long, BitSet> chunk : chunks.entrySet()) {
            BitSet bits = chunk.getValue();
            for (int bit = bits.nextSetBit(0); bit >= 0; bit = bits.nextSetBit(bit + 1)) {
                receiver.page((chunk.getKey() << SHIFT) + bit);
            }
        }
    }
}
