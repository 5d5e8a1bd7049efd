package io.litedrill.restore;

import io.litedrill.replica.format.LtxReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes the pages of a restore of the {@code wal} layout, whose files are read from the newest to the oldest: each
 * page as the newest committed frame has it, and no page that the restored database does not have.
 */
final class WrittenPages implements AutoCloseable {
    private static final int REPORTED = 256;

    private final PageTarget database;
    private final Path spill;
    private final RestoreListener listener;
    private final PageSet written = new PageSet();
    private Optional<FrameBuffer> frames = Optional.empty();
    private int pageSize;
    private PageSet ofIndex = new PageSet();
    /** Number of pages of the database after the last commit of the current index; 0 before its first commit. */
    private long committed;
    /** Number of pages of the restored database, once known. */
    private long result = Long.MAX_VALUE;
    /** The smallest size of the database after an index: an older version of a later page was truncated away. */
    private long limit = Long.MAX_VALUE;

    private long reported;

    WrittenPages(PageTarget database, Path spill, RestoreListener listener) {
        this.database = database;
        this.spill = spill;
        this.listener = listener;
    }

    /** Returns whether this is the page size of all files; the first call sets it. */
    boolean have(int size) {
        if (pageSize == 0) {
            pageSize = size;
            frames = Optional.of(new FrameBuffer(database, spill, size));
        }
        return pageSize == size;
    }

    int pageSize() {
        return pageSize;
    }

    private boolean isWanted(long pgno) {
        return pgno <= limit && !written.contains(pgno);
    }

    /** Receives a frame of the current transaction. */
    void frame(long pgno, byte[] source, int start) throws IOException {
        if (isWanted(pgno)) {
            frames.orElseThrow().add(pgno, source, start);
        }
    }

    /** Commits the frames of the current transaction, after which the database has this number of pages. */
    void commit(long pages) throws IOException {
        frames.orElseThrow().commit(pages, ofIndex);
        committed = pages;
        report();
    }

    /** Discards the frames after the last commit, and continues with the index before. */
    void endIndex() throws IOException {
        frames.orElseThrow().rollBack();
        if (committed > 0) {
            ofIndex.removeAfter(committed);
            written.addAll(ofIndex);
            result = result == Long.MAX_VALUE ? committed : result;
            limit = Math.min(limit, committed);
        }
        ofIndex = new PageSet();
        committed = 0;
    }

    /** Receives a page of the snapshot. */
    void snapshot(long pgno, byte[] source, int start) throws IOException {
        if (isWanted(pgno)) {
            database.writePage(pgno, source, start, pageSize);
            written.add(pgno);
            report();
        }
    }

    private void report() {
        long more = database.pagesWritten() - reported;
        if (more >= REPORTED) {
            listener.wrote(more);
            reported += more;
        }
    }

    /**
     * Writes what is still in memory, and gives the file its size. All pages that no newer file wrote are those of a
     * base.
     *
     * @param ofBase number of pages of the base
     * @return why the database would be incomplete; empty when it is complete
     */
    Optional<String> finishOn(long ofBase) throws IOException {
        long size = result == Long.MAX_VALUE ? ofBase : result;
        return finish(size, written.firstMissing(Math.min(limit, ofBase) + 1));
    }

    /**
     * Writes what is still in memory, and gives the file its size.
     *
     * @param ofSnapshot number of pages of the snapshot
     * @return why the database would be incomplete; empty when it is complete
     */
    Optional<String> finish(long ofSnapshot) throws IOException {
        long size = result == Long.MAX_VALUE ? ofSnapshot : result;
        return finish(size, written.firstMissing(1));
    }

    private Optional<String> finish(long size, long firstMissing) throws IOException {
        long missing = firstMissing;
        if (missing == LtxReader.lockPage(pageSize)) {
            missing = written.firstMissing(missing + 1);
        }
        if (missing <= size) {
            return Optional.of("its chain leaves a database of " + size
                    + " pages, and neither it nor the WAL holds page " + missing);
        }
        frames.orElseThrow().flush();
        database.resize(size * pageSize);
        listener.wrote(database.pagesWritten() - reported);
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        if (frames.isPresent()) {
            frames.get().close();
        }
    }
}
