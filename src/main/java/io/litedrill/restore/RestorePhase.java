package io.litedrill.restore;

/** Lists the phases of a restore in their order. A fallback returns from verifying to restoring. */
public enum RestorePhase {
    /** The files to read are selected, and the destination is checked. */
    PLANNING,
    /** The configured command runs before a restore in place. */
    BEFORE,
    /** Files of the replica are read and written to a new file. */
    RESTORING,
    /** The new file is verified. */
    VERIFYING,
    /** The new database takes the place of the old one. */
    SWAPPING,
    /** The configured command and health check run after a restore in place. */
    AFTER
}
