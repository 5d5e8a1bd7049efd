package io.litedrill.storage;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Keeps arrays of one size that are free, up to a number of them. Safe for use by several threads. */
final class SpareArrays {
    private final int size;
    private final BlockingQueue<byte[]> free;

    /**
     * Creates it without arrays.
     *
     * @param size bytes of each array
     * @param most the number of free arrays that are kept, 1 or more
     */
    SpareArrays(int size, int most) {
        this.size = size;
        this.free = new ArrayBlockingQueue<>(most);
    }

    /** Returns a free array, or a new one. Its bytes are undefined. */
    byte[] take() {
        byte[] taken = free.poll();
        return taken == null ? new byte[size] : taken;
    }

    /** Receives an array that nothing else uses any more. Drops it if there are enough. */
    void give(byte[] array) {
        free.offer(array);
    }
}
