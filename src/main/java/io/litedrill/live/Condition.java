package io.litedrill.live;

import java.util.Locale;

/**
 * The condition of a database at its path, together with the files beside it.
 *
 * @param detail the evidence, for people; empty when the state needs no explanation
 */
public record Condition(State state, String detail) {
    /** The states of a database. */
    public enum State {
        /** The file does not exist. */
        MISSING,
        /** A file without bytes, which SQLite would open as a new database. */
        EMPTY_FILE,
        /** A file without the header of SQLite; an encrypted database is one. */
        NOT_A_DATABASE,
        /** SQLite's own check of it, with its {@code -wal} and {@code -journal} applied, finds damage. */
        CORRUPT,
        /**
         * SQLite's own check of it, with its {@code -wal} and {@code -journal} applied, finds no damage. Rows may break
         * a constraint, and what only the application has may be missing for a part of the check.
         */
        SOUND,
        /** A process uses it, so that it must not be replaced. Not checked further. */
        IN_USE,
        /** It could not be read, or not completely. Its state is unknown. */
        UNREADABLE;

        /** Returns the text for people. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    @Override
    public String toString() {
        return detail.isEmpty() ? state.words() : state.words() + ": " + detail;
    }
}
