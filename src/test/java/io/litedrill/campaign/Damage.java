package io.litedrill.campaign;

import java.util.List;

/**
 * One case: the changes of a sound replica.
 *
 * @param what describes the damage and its place
 */
record Damage(Kind kind, String what, List<Change> changes) {
    Damage {
        changes = List.copyOf(changes);
    }

    Damage(Kind kind, String what, Change... changes) {
        this(kind, what, List.of(changes));
    }

    /** The classes of damage, in the order of the table. */
    enum Kind {
        DELETED("file deleted"),
        EMPTIED("file truncated to nothing"),
        CUT_HEADER("file truncated in its header"),
        CUT_MIDDLE("file truncated in its middle"),
        CUT_LAST("file without its last byte"),
        FLIPPED_FIELD("bit flipped in a header, checksum, index or trailer"),
        FLIPPED_PAYLOAD("bit flipped at a random place"),
        FLIPPED_INSIDE("bit flipped in a WAL before it was compressed"),
        SWAPPED("contents of two files exchanged"),
        DUPLICATED("file duplicated under another name"),
        RENAMED("file renamed to lie about its range, level or generation"),
        FOREIGN("file of another database in its place"),
        FOREIGN_ADDED("file of another database added"),
        NO_SNAPSHOT("snapshots of the newest generation or chain gone"),
        EMPTY_DATABASE("empty database as the newest generation or state"),
        TWO_WRITERS("two writers"),
        MERGED("replica of another database copied into it, without overwriting"),
        COPIED("copied without the times of its files"),
        CLOCK("clock steps: all bytes sound, times shifted"),
        CLOCK_BACK("clock set back, so that a newer generation or layout has older times", true),
        TAIL_OF_INDEX("missing tail of a finished WAL index", true),
        NEW_END("newest files missing: last segments, last index, last LTX files", true),
        OLDER_SNAPSHOT("WAL snapshot replaced by an older one of the same database", true);

        private final String label;
        private final boolean traceless;

        Kind(String label) {
            this(label, false);
        }

        Kind(String label, boolean traceless) {
            this.label = label;
            this.traceless = traceless;
        }

        String label() {
            return label;
        }

        /** Returns whether only times were changed. */
        boolean isClock() {
            return this == COPIED || this == CLOCK || this == CLOCK_BACK;
        }

        /**
         * Returns whether the remaining files may be all that Litestream wrote, so that they need not show the
         * damage.
         */
        boolean isTraceless() {
            return traceless;
        }
    }
}
