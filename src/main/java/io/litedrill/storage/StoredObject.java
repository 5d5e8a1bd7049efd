package io.litedrill.storage;

import java.time.Instant;

/**
 * One object as a listing shows it.
 *
 * @param key the full key inside its container, with {@code /} between its parts
 * @param size bytes, 0 or more
 * @param modified when the store says it was last written: a file's modification time, S3's {@code LastModified}
 * @param tag what the store says of the content: S3's {@code ETag}; empty where the listing gives none
 */
public record StoredObject(String key, long size, Instant modified, String tag) {
    /** An object of a store that lists no tags. */
    public StoredObject(String key, long size, Instant modified) {
        this(key, size, modified, "");
    }
}
