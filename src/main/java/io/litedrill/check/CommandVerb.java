package io.litedrill.check;

import java.util.Locale;

/** The commands that a hint can name. */
public enum CommandVerb {
    /** Inspects listings. */
    CHECK(false),
    /** Restores into scratch and verifies. */
    DRILL(false),
    /** Reads and verifies every file. */
    SCRUB(false),
    /** Lists recovery points. */
    WINDOW(true),
    /** Lists the files of a restore. */
    PLAN(true),
    /** Restores one replica. */
    RESTORE(true),
    /** Restores what is missing. */
    ENSURE(false),
    /** Prints the newest results. */
    STATUS(false);

    private final boolean oneReplica;

    CommandVerb(boolean oneReplica) {
        this.oneReplica = oneReplica;
    }

    /** Returns whether the command works on one replica. The others use every replica of a database. */
    boolean usesOneReplica() {
        return oneReplica;
    }

    /** Returns the word to type. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
