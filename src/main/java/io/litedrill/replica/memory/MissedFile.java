package io.litedrill.replica.memory;

import java.time.Instant;

/**
 * A file that was listed before and is not there as it was.
 *
 * @param file as it was
 * @param lastSeen when it was listed like that for the last time
 * @param since when it was first missed
 * @param change whether something else has its name now
 */
public record MissedFile(KnownFile file, Instant lastSeen, Instant since, Change change) {
    /** What became of it. */
    public enum Change {
        /** It is not listed. */
        GONE,
        /** A file of its name is listed that cannot be the same. */
        REPLACED
    }
}
