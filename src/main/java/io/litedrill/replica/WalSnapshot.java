package io.litedrill.replica;

import io.litedrill.storage.StoredObject;

/**
 * Represents a snapshot of the {@code wal} layout: the main database file while the WAL of this index was written.
 *
 * @param generation 16 hex digits
 * @param index the WAL index, 0 to 2^32 - 1
 */
public record WalSnapshot(String generation, long index, StoredObject object, Reading reading) implements ReplicaFile {
    @Override
    public WalSnapshot with(Reading reading) {
        return new WalSnapshot(generation, index, object, reading);
    }

    @Override
    public String kind() {
        return "snapshot";
    }
}
