package io.litedrill.check;

import java.util.Locale;

/** What the lag of a replica was measured by. */
public enum LagBasis {
    /** The positions of the live database and of the replica in the WAL were compared. */
    POSITION,
    /** Only modification times were compared: the lag is an upper bound for changes that may be missing. */
    MTIME;

    /** The form for JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
