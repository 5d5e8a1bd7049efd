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
 */
public record KnownFile(String key, long size, Instant modified) {
    public static KnownFile of(ReplicaFile file) {
        StoredObject object = file.object();
        return new KnownFile(object.key(), object.size(), object.modified());
    }

    public boolean isNamed() {
        return FileNames.parseEnd(new StoredObject(key, size, modified)).isPresent();
    }

    /** Returns this entry as a file of a replica that is marked as vanished. */
    public ReplicaFile toFile(Instant lastSeen) {
        StoredObject object = new StoredObject(key, size, modified);
        return FileNames.parseEnd(object)
                .orElseThrow(() -> new IllegalStateException(key + " is remembered but is not a Litestream file name"))
                .with(new Reading.Vanished(lastSeen));
    }
}
