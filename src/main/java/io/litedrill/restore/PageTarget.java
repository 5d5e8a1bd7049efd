package io.litedrill.restore;

import java.io.IOException;

/** Receives the pages of a replay. A page that is received again replaces the earlier one. */
interface PageTarget {
    /**
     * Receives a page.
     *
     * @param source contains the page
     * @param start where it begins there
     */
    void writePage(long pgno, byte[] source, int start, int pageSize) throws IOException;

    /** Returns how many pages were received, repetitions included. */
    long pagesWritten();

    /** Sets the size of the database to exactly this many bytes. */
    void resize(long size) throws IOException;
}
