package io.litedrill.live;

import java.util.Locale;

/**
 * What a database at its path is worth, together with what stands beside it.
 *
 * @param detail how that is known, for people; empty where the state says it all
 */
public record Condition(State state, String detail) {
    /** What a database can be found as. */
    public enum State {
        /** There is no file. */
        MISSING,
        /** A file without bytes, which SQLite would take for a new database. */
        EMPTY_FILE,
        /** A file that does not begin as SQLite's do; an encrypted database is one such. */
        NOT_A_DATABASE,
        /** SQLite's own check of it, with its {@code -wal} and {@code -journal} applied, finds damage. */
        CORRUPT,
        /**
         * SQLite's own check of it, with its {@code -wal} and {@code -journal} applied, finds no damage. Rows may break a constraint, and what only the
         * application has may be missing for a part of the check.
         */
        SOUND,
        /** A process holds it, so that it must not be replaced. Not judged further. */
        IN_USE,
        /** It could not be looked at, or not to the end. Nothing is known of it. */
        UNREADABLE;

        /** As people read it. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    @Override
    public String toString() {
        return detail.isEmpty() ? state.words() : state.words() + ": " + detail;
    }
}
