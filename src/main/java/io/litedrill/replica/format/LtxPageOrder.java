package io.litedrill.replica.format;

/** Checks the order of the pages in an LTX file: they ascend, and a snapshot contains all of them. */
final class LtxPageOrder {
    private final LtxHeader header;
    private final long lockPage;
    private long last;

    LtxPageOrder(LtxHeader header) {
        this.header = header;
        this.lockPage = PageSizes.lockPage(header.pageSize());
    }

    /** Returns the previous page number; 0 before the first page. */
    long last() {
        return last;
    }

    void accept(long pgno, long offset) throws MalformedException {
        if (pgno <= last) {
            throw new MalformedException("pages ascend, and the one before is " + last, "page " + pgno, offset);
        }
        if (pgno == lockPage) {
            throw new MalformedException("the lock page is never stored", "page " + pgno, offset);
        }
        if (pgno > header.commitPages()) {
            throw new MalformedException(
                    "no page lies beyond the database's " + header.commitPages() + " pages", "page " + pgno, offset);
        }
        if (header.isSnapshot() && pgno != after(last)) {
            throw new MalformedException(
                    "a snapshot holds every page, and page " + after(last) + " comes next", "page " + pgno, offset);
        }
        last = pgno;
    }

    void end(long offset) throws MalformedException {
        if (header.isSnapshot() && after(last) <= header.commitPages()) {
            throw new MalformedException(
                    "a snapshot holds every page to " + header.commitPages(), "the last is page " + last, offset);
        }
    }

    private long after(long pgno) {
        return pgno + 1 == lockPage ? pgno + 2 : pgno + 1;
    }
}
