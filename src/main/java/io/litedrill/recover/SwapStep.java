package io.litedrill.recover;

/**
 * Lists the steps of a swap in their order. {@link UnfinishedSwap} finishes or undoes a swap that was killed before, in
 * or after any of them.
 */
public enum SwapStep {
    /** The journal is written. */
    WRITE_INTENT,
    /** The files beside the database get second names in the folder that the old set moves to. */
    KEEP_COMPANIONS,
    /** The database moves to its new place; from here on, no file exists at its path. */
    MOVE_DATABASE,
    /** The companion files lose the names that SQLite would apply to the new database. */
    CLEAR_COMPANIONS,
    /** Litestream's local state moves. */
    MOVE_STATE,
    /** The pending-hook marker of the new database is written; the one of the old database moves aside with it. */
    MARK_HOOK,
    /** The verified database gets the path. */
    PLACE_NEW,
    /** The old set is deleted, with {@code --no-backup}. */
    DROP_OLD,
    /** The journal is removed. */
    REMOVE_INTENT,
    /** The moved files return to their places after a failure or for an undo, the database last. */
    UNDO
}
