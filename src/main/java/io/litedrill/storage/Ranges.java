package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;

/** Validates the ranges that {@link ObjectStore#open} receives. */
final class Ranges {
    private Ranges() {}

    /** Rejects a range that no object can have. That is a bug of the caller, not an error of the store. */
    static void require(long offset, long length) {
        if (offset < 0 || length < 1 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("no range: " + length + " bytes from " + offset);
        }
    }

    /** Compares a range with the current size of the object. */
    static void requireInside(String place, long offset, long length, long size) throws StorageException {
        if (size - offset < length) {
            throw cutShort(place, offset, length, size);
        }
    }

    static StorageException cutShort(String place, long offset, long length, long size) {
        return new StorageException(
                Kind.CHANGED,
                "%s: has %d bytes, bytes %d to %d were asked for. It was replaced or cut since it was listed: list again."
                        .formatted(place, size, offset, offset + length - 1));
    }
}
