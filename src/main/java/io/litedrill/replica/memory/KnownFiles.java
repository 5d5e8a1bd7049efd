package io.litedrill.replica.memory;

import java.time.Instant;
import java.util.List;

/**
 * Holds the remembered listing of a replica.
 *
 * @param location of the replica, without secrets; a replica that has moved has no remembered listing
 * @param listedAt when it was last listed
 * @param files the files in that listing
 * @param missed the files that had been listed before and were missing or replaced, as long as that matters
 */
public record KnownFiles(String location, Instant listedAt, List<KnownFile> files, List<MissedFile> missed) {
    /** Copies the lists. */
    public KnownFiles {
        files = List.copyOf(files);
        missed = List.copyOf(missed);
    }

    /** Returns whether both hold the same files; the time of the listing is ignored. */
    public boolean isSameAs(KnownFiles other) {
        return location.equals(other.location) && missed.equals(other.missed) && files.equals(other.files);
    }

    /** Returns a copy with another time of listing. */
    public KnownFiles listedAt(Instant time) {
        return new KnownFiles(location, time, files, missed);
    }
}
