package io.litedrill.replica;

import java.time.Instant;
import java.util.Locale;

/**
 * A run that read whole files of a replica.
 *
 * @param kind what it was
 * @param at when it read the files
 */
public record ProvingRun(Kind kind, Instant at) {
    /** What reads whole files. */
    public enum Kind {
        /** A restore into scratch, tested. */
        DRILL,
        /** A reading of every retained file. */
        SCRUB,
        /** A restore for the owner. */
        RESTORE
    }

    /** For messages: {@code the drill of 2026-11-29T01:00:00Z}. */
    @Override
    public String toString() {
        return "the " + kind.name().toLowerCase(Locale.ROOT) + " of " + at;
    }
}
