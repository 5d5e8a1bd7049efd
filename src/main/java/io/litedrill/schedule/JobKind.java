package io.litedrill.schedule;

/** Defines the kinds of work. Each kind has its own threads, so that a long drill never delays a check. */
public enum JobKind {
    /** Checks listings. Cheap, frequent. */
    CHECK,
    /** Restores into scratch and verifies. Expensive, rare. */
    DRILL,
    /** Reads and verifies every retained file. Expensive, rarer still. */
    SCRUB,
    /** Restores a database on request. Never scheduled. */
    RESTORE
}
