package io.litedrill.replica.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Holds the remembered listing of a replica.
 *
 * @param location of the replica, without secrets; a replica that has moved has no remembered listing
 * @param listedAt when it was last listed, at least in part
 * @param completeAt when all its files were last listed
 * @param files the files in that listing
 * @param missed the files that had been listed before and were missing or replaced, as long as that matters
 */
public record KnownFiles(
        String location, Instant listedAt, Instant completeAt, List<KnownFile> files, List<MissedFile> missed) {
    /** An older time of the last complete listing only makes the next one earlier. */
    private static final Duration SAME_LISTING = Duration.ofMinutes(10);

    /** Copies the lists. */
    public KnownFiles {
        files = List.copyOf(files);
        missed = List.copyOf(missed);
    }

    /** Creates the result of a complete listing. */
    public KnownFiles(String location, Instant listedAt, List<KnownFile> files, List<MissedFile> missed) {
        this(location, listedAt, listedAt, files, missed);
    }

    /**
     * Returns whether both hold the same files, and were complete within ten minutes; the time of the listing is
     * ignored.
     */
    public boolean isSameAs(KnownFiles other) {
        return location.equals(other.location)
                && missed.equals(other.missed)
                && files.equals(other.files)
                && Duration.between(completeAt, other.completeAt).abs().compareTo(SAME_LISTING) <= 0;
    }

    /** Returns a copy with another time of listing. */
    public KnownFiles listedAt(Instant time) {
        return new KnownFiles(location, time, completeAt, files, missed);
    }

    /** Returns a copy with another time of the last complete listing. */
    public KnownFiles completeAt(Instant time) {
        return new KnownFiles(location, listedAt, time, files, missed);
    }

    /** Returns a copy without what was read of the files. */
    public KnownFiles unread() {
        return new KnownFiles(
                location,
                listedAt,
                completeAt,
                files.stream().map(KnownFile::unread).toList(),
                missed);
    }
}
