package io.litedrill.replica.format;

import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Keeps arrays of blocks for the next blocks. Blocks have up to 4 MiB and follow one another fast: without reuse,
 * they would fill the heap before they are collected. Safe for use by several threads.
 */
public final class BlockPool {
    private static final int LEAST = 64 << 10;
    /** As much as two files that are read at once use. With less, dropped arrays fill the heap as garbage. */
    private static final long MOST_KEPT = 24 << 20;

    private final TreeSet<Kept> free =
            new TreeSet<>(Comparator.comparingInt(Kept::size).thenComparingLong(Kept::number));
    private long bytes;
    private long given;

    private record Kept(int size, long number, Optional<byte[]> array) {}

    /**
     * Returns an array of at least this length; its content is undefined.
     *
     * @param length in bytes, 2^30 at most
     */
    public synchronized byte[] take(int length) {
        Kept smallest = free.higher(new Kept(length, -1, Optional.empty()));
        if (smallest == null) {
            return new byte[Math.max(LEAST, length <= 1 ? 1 : Integer.highestOneBit(length - 1) << 1)];
        }
        free.remove(smallest);
        bytes -= smallest.size();
        return smallest.array().orElseThrow();
    }

    /** Keeps an array that is no longer used by its owner. */
    public synchronized void give(byte[] array) {
        if (array.length >= LEAST && bytes + array.length <= MOST_KEPT) {
            free.add(new Kept(array.length, given++, Optional.of(array)));
            bytes += array.length;
        }
    }
}
