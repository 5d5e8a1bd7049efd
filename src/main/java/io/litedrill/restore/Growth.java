package io.litedrill.restore;

import java.util.Optional;

/**
 * Whether the transactions of a WAL fit the database that they are applied to, by its size.
 *
 * <p>SQLite writes every page by which a database grows. A transaction that leaves more pages than there were, and than it wrote,
 * was made on a larger database: something before it is missing. Within an index every frame is chained to the one before, so
 * that is the end of the index before, of which no name knows anything.
 *
 * <p>In the index of the snapshot itself only the end can be judged: the snapshot may already hold what a later transaction of that
 * index did, such as a VACUUM that made the database smaller, and the transactions before it were made on a larger one.
 */
final class Growth {
    private final long lockPage;
    private boolean exact;
    private long pages;
    private long grown;
    private long highest;
    private long highestPending;

    /**
     * Begins on a snapshot.
     *
     * @param pages of the snapshot
     * @param lockPage the number of the page that is never written
     */
    Growth(long pages, long lockPage) {
        this.pages = pages;
        this.lockPage = lockPage;
        this.highest = pages;
    }

    /** The database as it stands after the last commit, in pages. */
    long pages() {
        return pages;
    }

    void frame(long pgno) {
        grown += pgno > pages ? 1 : 0;
        highestPending = Math.max(highestPending, pgno);
    }

    /** What does not fit about the commit of the frames since the last one; empty when it does. */
    Optional<String> commit(long commit) {
        long written = pages + grown + (pages < lockPage && commit >= lockPage ? 1 : 0);
        highest = Math.max(highest, highestPending);
        pages = commit;
        grown = 0;
        highestPending = 0;
        return exact && commit > written ? Optional.of(misfit(commit, written)) : Optional.empty();
    }

    /** What does not fit at the end of an index; empty when all does. */
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
