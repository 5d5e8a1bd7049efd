package io.litedrill.schedule;

/** What kind of work is run. Each kind has threads of its own, so that a long drill never delays a check. */
public enum JobKind {
    /** Looks at listings. Cheap, frequent. */
    CHECK,
    /** Restores into scratch and verifies. Expensive, rare. */
    DRILL,
    /** Reads and verifies every retained file. Expensive, rarer still. */
    SCRUB,
    /** A restore that somebody asked for. Never scheduled. */
    RESTORE
}
