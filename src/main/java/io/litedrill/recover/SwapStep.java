package io.litedrill.recover;

/** The steps of a swap, in order. Killed before, in or after any of them, {@link UnfinishedSwap} finishes or undoes it. */
public enum SwapStep {
    /** It is written down what is about to be done. */
    WRITE_INTENT,
    /** The files beside the database get second names in the folder that the old set moves to. */
    KEEP_COMPANIONS,
    /** The database gets its new place: from here on there is nothing at its path that could be opened. */
    MOVE_DATABASE,
    /** The files beside it lose the names that SQLite would take for the new database's. */
    CLEAR_COMPANIONS,
    /** Litestream's local state moves. */
    MOVE_STATE,
    /** It is written down that what runs after the restore is owed; what the old database owed itself goes with it. */
    OWE,
    /** The verified database gets the path. */
    PLACE_NEW,
    /** With {@code --no-backup} the old set is deleted. */
    DROP_OLD,
    /** What was written down is removed. */
    REMOVE_INTENT,
    /** Something failed, or is to be undone: what was moved gets its place again, the database last. */
    UNDO
}
