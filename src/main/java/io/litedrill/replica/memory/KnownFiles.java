package io.litedrill.replica.memory;

import java.time.Instant;
import java.util.List;

/**
 * What is remembered of the files of a replica.
 *
 * @param location where it was, without secrets: of a replica that has moved, nothing is known
 * @param listedAt when it was listed last
 * @param files those that were there then
 * @param missed those that had been there before, and were gone or another's, as long as that matters
 */
public record KnownFiles(String location, Instant listedAt, List<KnownFile> files, List<MissedFile> missed) {
    /** Copies the lists. */
    public KnownFiles {
        files = List.copyOf(files);
        missed = List.copyOf(missed);
    }

    /** Whether both say the same of the files; when they were listed does not count. */
    public boolean isSameAs(KnownFiles other) {
        return location.equals(other.location) && missed.equals(other.missed) && files.equals(other.files);
    }

    /** The same, listed at another time. */
    public KnownFiles listedAt(Instant time) {
        return new KnownFiles(location, time, files, missed);
    }
}
