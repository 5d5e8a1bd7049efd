package io.litedrill.check;

import java.util.Locale;

/** How the lag of a replica was measured. */
public enum LagBasis {
    /** The positions of the live database and of the replica in the WAL were compared. */
    POSITION,
    /** Only modification times were compared: the lag is an upper bound for changes that may be missing. */
    MTIME;

    /** Returns the form for JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
