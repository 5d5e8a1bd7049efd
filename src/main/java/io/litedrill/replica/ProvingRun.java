package io.litedrill.replica;

import java.time.Instant;
import java.util.Locale;

/**
 * Identifies a run that read whole files of a replica.
 *
 * @param kind the kind of run
 * @param at when it read the files
 */
public record ProvingRun(Kind kind, Instant at) {
    /** Names the kinds of run that read whole files. */
    public enum Kind {
        /** A restore into scratch, tested. */
        DRILL,
        /** A reading of every retained file. */
        SCRUB,
        /** A restore for the owner. */
        RESTORE
    }

    /** Returns the form used in messages: {@code the drill of 2026-11-29T01:00:00Z}. */
    @Override
    public String toString() {
        return "the " + kind.name().toLowerCase(Locale.ROOT) + " of " + at;
    }
}
