package io.litedrill.restore;

import java.util.Optional;

/**
 * Checks by size whether the transactions of a WAL index fit the database that they are applied to, whose size may be
 * known only after the index was read.
 *
 * <p>SQLite writes every page by which a database grows. A transaction that leaves more pages than existed before and
 * than it wrote was made on a larger database, so earlier data is missing. Within an index every frame is chained to
 * the previous one, so the missing data is the end of the previous index, which no file name shows.
 *
 * <p>In the index of the snapshot itself only the end can be checked: the snapshot may already hold the effect of a
 * later transaction of that index, such as a VACUUM that made the database smaller, and the transactions before it were
 * made on a larger database.
 */
final class IndexGrowth {
    private static final long NONE = -1;

    private final boolean ofSnapshot;
    private final long lockPage;
    /** The pages of the transactions before the size of the database is known: those of the first one. */
    private final PageSet first = new PageSet();

    private long firstCommit = NONE;
    private long pages = NONE;
    private long grown;
    private long highest;
    private long highestPending;

    /**
     * Starts an index.
     *
     * @param ofSnapshot whether this is the index of the snapshot
     * @param lockPage number of SQLite's lock page, which is never written
     */
    IndexGrowth(boolean ofSnapshot, long lockPage) {
        this.ofSnapshot = ofSnapshot;
        this.lockPage = lockPage;
    }

    /** Returns whether the index commits a transaction. */
    boolean commits() {
        return pages != NONE;
    }

    /** Returns the size of the database after the last commit, in pages. */
    long pages() {
        return pages;
    }

    void frame(long pgno) {
        if (!commits()) {
            first.add(pgno);
        } else {
            grown += pgno > pages ? 1 : 0;
        }
        highestPending = Math.max(highestPending, pgno);
    }

    /** Returns why the commit of the frames since the last one does not fit; empty when it fits, as far as is known. */
    Optional<String> commit(long commit) {
        long before = pages;
        long written = before + grown;
        pages = commit;
        highest = Math.max(highest, highestPending);
        grown = 0;
        highestPending = 0;
        if (before == NONE) {
            firstCommit = commit;
            return Optional.empty();
        }
        return ofSnapshot ? Optional.empty() : misfit(before, commit, written);
    }

    /**
     * Returns why the index does not fit on the database before it; empty when it fits.
     *
     * @param before the size of that database, in pages
     */
    Optional<String> follows(long before) {
        if (!commits()) {
            return Optional.empty();
        }
        long reached = Math.max(before, highest);
        return ofSnapshot
                ? misfit(reached, pages, reached)
                : misfit(before, firstCommit, before + first.countAfter(before));
    }

    private Optional<String> misfit(long before, long commit, long written) {
        long all = written + (!ofSnapshot && before < lockPage && commit >= lockPage ? 1 : 0);
        return commit <= all
                ? Optional.empty()
                : Optional.of("follows on a database of another size: a transaction of this WAL leaves " + commit
                        + " pages, and only " + all
                        + " were written (the end of the WAL index before it is missing, or this is the WAL of another"
                        + " database)");
    }
}
