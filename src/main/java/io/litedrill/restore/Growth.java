package io.litedrill.restore;

import java.util.Optional;

/**
 * Checks by size whether the transactions of a WAL fit the database that they are applied to.
 *
 * <p>SQLite writes every page by which a database grows. A transaction that leaves more pages than existed before and
 * than it wrote was made on a larger database, so earlier data is missing. Within an index every frame is chained to
 * the previous one, so the missing data is the end of the previous index, which no file name shows.
 *
 * <p>In the index of the snapshot itself only the end can be checked: the snapshot may already hold the effect of a
 * later transaction of that index, such as a VACUUM that made the database smaller, and the transactions before it were
 * made on a larger database.
 */
final class Growth {
    private final long lockPage;
    private boolean exact;
    private long pages;
    private long grown;
    private long highest;
    private long highestPending;

    /**
     * Starts from a snapshot.
     *
     * @param pages number of pages of the snapshot
     * @param lockPage number of SQLite's lock page, which is never written
     */
    Growth(long pages, long lockPage) {
        this.pages = pages;
        this.lockPage = lockPage;
        this.highest = pages;
    }

    /** Returns the size of the database after the last commit, in pages. */
    long pages() {
        return pages;
    }

    void frame(long pgno) {
        grown += pgno > pages ? 1 : 0;
        highestPending = Math.max(highestPending, pgno);
    }

    /** Returns why the commit of the frames since the last one does not fit; empty when it fits. */
    Optional<String> commit(long commit) {
        long written = pages + grown + (pages < lockPage && commit >= lockPage ? 1 : 0);
        highest = Math.max(highest, highestPending);
        pages = commit;
        grown = 0;
        highestPending = 0;
        return exact && commit > written ? Optional.of(misfit(commit, written)) : Optional.empty();
    }

    /** Returns why the end of an index does not fit; empty when it fits. */
    Optional<String> endIndex() {
        boolean fits = exact || pages <= highest;
        exact = true;
        grown = 0;
        highestPending = 0;
        return fits ? Optional.empty() : Optional.of(misfit(pages, highest));
    }

    private static String misfit(long commit, long written) {
        return "follows on a database of another size: a transaction of this WAL leaves " + commit + " pages, and only "
                + written
                + " were written (the end of the WAL index before it is missing, or this is the WAL of another database)";
    }
}
