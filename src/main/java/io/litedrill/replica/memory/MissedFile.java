package io.litedrill.replica.memory;

import java.time.Instant;

/**
 * Holds a file that was listed before and is now missing or replaced.
 *
 * @param file the entry in the earlier listing
 * @param lastSeen when it was last listed unchanged
 * @param since when it was first missed
 * @param change whether another file now has its name
 */
public record MissedFile(KnownFile file, Instant lastSeen, Instant since, Change change) {
    /** Names the kinds of change. */
    public enum Change {
        /** The file is no longer listed. */
        GONE,
        /** A file with its name is listed that cannot be the same file. */
        REPLACED
    }
}
