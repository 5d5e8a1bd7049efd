package io.litedrill.replica.memory;

import io.litedrill.replica.FileNames;
import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.storage.StoredObject;
import java.time.Instant;

/**
 * Holds the entry of one file in an earlier listing.
 *
 * @param key the full key in its store
 * @param size stored size in bytes, 0 or more
 * @param modified when it was last written, according to the store
 * @param reading what was read of a sound file; {@link Reading#UNREAD} otherwise
 */
public record KnownFile(String key, long size, Instant modified, Reading reading) {
    /** Creates the entry of a file that was not read. */
    public KnownFile(String key, long size, Instant modified) {
        this(key, size, modified, Reading.UNREAD);
    }

    /** Converts a listed file. Damage and denied access are not kept: both may be repaired. */
    public static KnownFile of(ReplicaFile file) {
        StoredObject object = file.object();
        Reading reading = file.reading();
        boolean lasting = reading instanceof Reading.Opened
                || reading instanceof Reading.Measured
                || reading instanceof Reading.Header;
        return new KnownFile(object.key(), object.size(), object.modified(), lasting ? reading : Reading.UNREAD);
    }

    /** Returns whether a listed file has the key, size and time of this one. */
    public boolean isSameVersionAs(KnownFile other) {
        return key.equals(other.key) && size == other.size && modified.equals(other.modified);
    }

    /** Returns whether the file was read, and is sound as far as it was read. */
    public boolean isRead() {
        return !(reading instanceof Reading.Unread);
    }

    public boolean isNamed() {
        return FileNames.parseEnd(object()).isPresent();
    }

    /** Returns a copy that was not read. */
    KnownFile unread() {
        return new KnownFile(key, size, modified);
    }

    /** Returns this entry as a file of a replica. */
    public ReplicaFile toFile() {
        ReplicaFile file = FileNames.parseEnd(object())
                .orElseThrow(() -> new IllegalStateException(key + " is remembered but is not a Litestream file name"));
        return isRead() ? file.with(reading) : file;
    }

    /** Returns this entry as a file of a replica that is marked as vanished. */
    public ReplicaFile toFile(Instant lastSeen) {
        return toFile().with(new Reading.Vanished(lastSeen));
    }

    private StoredObject object() {
        return new StoredObject(key, size, modified);
    }
}
