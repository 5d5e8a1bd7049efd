package io.litedrill.restore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Collects pages for a file, up to a limit of bytes. Pages that follow each other are one run, which is written with
 * one call. Used by one thread at a time.
 */
final class PageRuns {
    private static final int BYTES = 1 << 20;
    private static final int SMALLEST_PAGE = 512;
    private static final int MOST = BYTES / SMALLEST_PAGE;

    private final ByteBuffer pages = ByteBuffer.allocateDirect(BYTES);
    /** Where each run begins in the file, and where it ends in the buffer. */
    private final long[] positions = new long[MOST];

    private final int[] ends = new int[MOST];
    private int runs;
    /** The position in the file after the last page. */
    private long next;

    boolean isEmpty() {
        return runs == 0;
    }

    /** Returns whether a page of that many bytes fits. */
    boolean hasRoom(int length) {
        return pages.remaining() >= length && runs < MOST;
    }

    /** Adds a page, for which there must be room, at a position of the file in bytes. */
    void add(long position, byte[] source, int start, int length) {
        if (runs == 0 || position != next) {
            positions[runs++] = position;
        }
        pages.put(source, start, length);
        ends[runs - 1] = pages.position();
        next = position + length;
    }

    /** Writes all runs in the order in which they were added, and removes them. */
    void writeTo(FileChannel file) throws IOException {
        int start = 0;
        for (int i = 0; i < runs; i++) {
            pages.limit(ends[i]).position(start);
            for (long at = positions[i]; pages.hasRemaining(); ) {
                at += file.write(pages, at);
            }
            start = ends[i];
        }
        pages.clear();
        runs = 0;
    }
}
