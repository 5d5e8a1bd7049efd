package io.litedrill.history;

/** Passes on the results that other processes with the same history stored. Safe for use by several threads. */
public interface ResultFeed {
    /** A feed of a history that one daemon uses. */
    ResultFeed NONE = listener -> true;

    /**
     * Passes on each result that another process stored since the last call, in any order and each once. The first call
     * passes on none.
     *
     * @return false when results may have been missed, because the last call was too long ago: the history has them
     * @throws HistoryException when the history cannot be read; the next call passes on everything
     */
    boolean poll(ResultListener listener);
}
