package io.litedrill.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Holds frames of WAL indexes in memory, and writes the newest committed version of each page when it is full, in the
 * order of the pages. Frames of a transaction without a commit never reach the database: those of a transaction that is
 * larger than the memory wait in a file.
 */
final class FrameBuffer implements AutoCloseable {
    private static final int MEMORY = 4 << 20;
    private static final int SLOT_BITS = 16;

    private final PageTarget database;
    private final Path spillFile;
    private final int pageSize;
    private final byte[] pages;
    /** The page of each slot; 0 for a slot that is not written. */
    private final long[] pgnos;

    private final long[] order;
    private int committed;
    private int used;
    private SpilledFrames spilled = SpilledFrames.none();

    FrameBuffer(PageTarget database, Path spillFile, int pageSize) {
        this.database = database;
        this.spillFile = spillFile;
        this.pageSize = pageSize;
        int slots = MEMORY / pageSize;
        this.pages = new byte[slots * pageSize];
        this.pgnos = new long[slots];
        this.order = new long[slots];
    }

    /** Adds a frame of the current transaction. */
    void add(long pgno, byte[] source, int start) throws IOException {
        if (used == pgnos.length) {
            makeRoom();
        }
        System.arraycopy(source, start, pages, used * pageSize, pageSize);
        pgnos[used++] = pgno;
    }

    /**
     * Commits the frames of the current transaction.
     *
     * @param size number of pages of the database after the commit; a frame of a higher page number was written before
     *     the transaction truncated the database
     * @param written receives the pages
     */
    void commit(long size, PageSet written) throws IOException {
        if (spilled.exist()) {
            writeCommitted();
            spilled.forEach((pgno, page) -> {
                if (pgno <= size) {
                    database.writePage(pgno, page, 0, pageSize);
                    written.add(pgno);
                }
            });
            spilled.forget();
        }
        for (int slot = committed; slot < used; slot++) {
            if (pgnos[slot] > size) {
                pgnos[slot] = 0;
            } else {
                written.add(pgnos[slot]);
            }
        }
        committed = used;
    }

    /** Discards the frames of a transaction without a commit. */
    void rollBack() throws IOException {
        used = committed;
        spilled.forget();
    }

    /** Writes all committed frames. */
    void flush() throws IOException {
        writeCommitted();
    }

    private void makeRoom() throws IOException {
        writeCommitted();
        if (used > pgnos.length / 2) {
            spilled = spilled.orIn(spillFile, pageSize);
            spilled.add(pgnos, pages, used);
            used = 0;
        }
    }

    /** Writes the newest version of each committed page. Moves the frames of the current transaction to the front. */
    private void writeCommitted() throws IOException {
        int count = 0;
        for (int slot = 0; slot < committed; slot++) {
            if (pgnos[slot] != 0) {
                order[count++] = pgnos[slot] << SLOT_BITS | slot;
            }
        }
        Arrays.sort(order, 0, count);
        for (int i = 0; i < count; i++) {
            long pgno = order[i] >>> SLOT_BITS;
            if (i + 1 == count || order[i + 1] >>> SLOT_BITS != pgno) {
                int slot = (int) order[i] & ((1 << SLOT_BITS) - 1);
                database.writePage(pgno, pages, slot * pageSize, pageSize);
            }
        }
        int pending = used - committed;
        System.arraycopy(pages, committed * pageSize, pages, 0, pending * pageSize);
        System.arraycopy(pgnos, committed, pgnos, 0, pending);
        committed = 0;
        used = pending;
    }

    @Override
    public void close() throws IOException {
        spilled.close();
    }
}
