package io.litedrill.storage;

import java.time.Instant;

/**
 * One object as a listing shows it.
 *
 * @param key the full key inside its container, with {@code /} between its parts
 * @param size bytes, 0 or more
 * @param modified when the store says it was last written: a file's modification time, S3's {@code LastModified}
 */
public record StoredObject(String key, long size, Instant modified) {}
