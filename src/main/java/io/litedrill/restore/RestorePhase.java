package io.litedrill.restore;

/** The phases of a restore in the order in which they come; a fallback goes back from verifying to restoring. */
public enum RestorePhase {
    /** It is found out what would be read, and whether it may go where it is to go. */
    PLANNING,
    /** What the owner runs before a restore in place. */
    BEFORE,
    /** Files of the replica are read and written to a new file. */
    RESTORING,
    /** The new file is tested. */
    VERIFYING,
    /** The new database takes the place of the old one. */
    SWAPPING,
    /** What the owner runs after a restore in place. */
    AFTER
}
