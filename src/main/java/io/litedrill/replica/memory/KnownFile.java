package io.litedrill.replica.memory;

import io.litedrill.replica.FileNames;
import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.storage.StoredObject;
import java.time.Instant;

/**
 * What a listing told of one file when it was looked at before.
 *
 * @param key the full key inside its store
 * @param size bytes as stored, 0 or more
 * @param modified when the store said that it was last written
 */
public record KnownFile(String key, long size, Instant modified) {
    public static KnownFile of(ReplicaFile file) {
        StoredObject object = file.object();
        return new KnownFile(object.key(), object.size(), object.modified());
    }

    public boolean isNamed() {
        return FileNames.parseEnd(new StoredObject(key, size, modified)).isPresent();
    }

    /** The same as a file of a replica that is not there to be read. */
    public ReplicaFile toFile(Instant lastSeen) {
        StoredObject object = new StoredObject(key, size, modified);
        return FileNames.parseEnd(object)
                .orElseThrow(() -> new IllegalStateException(key + " was remembered and is no name of Litestream's"))
                .with(new Reading.Vanished(lastSeen));
    }
}
