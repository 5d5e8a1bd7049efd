package io.litedrill.storage;

import java.time.Instant;

/**
 * One object of a listing.
 *
 * @param key the full key inside its container, with {@code /} as the separator
 * @param size bytes, 0 or more
 * @param modified when the object was last written, according to the store: a file's modification time, S3's {@code
 *     LastModified}
 * @param tag the store's tag of the content: S3's {@code ETag}; empty when the listing has no tags
 */
public record StoredObject(String key, long size, Instant modified, String tag) {
    /** Creates an object of a store without tags. */
    public StoredObject(String key, long size, Instant modified) {
        this(key, size, modified, "");
    }
}
