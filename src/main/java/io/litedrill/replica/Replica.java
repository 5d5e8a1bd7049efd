package io.litedrill.replica;

import io.litedrill.storage.ObjectStore;

/**
 * What Litestream wrote for one database, at one place in one store.
 *
 * @param root the key that everything of the replica lies below, without a slash at its end; empty for the container itself
 */
public record Replica(ObjectStore store, String root) {
    /** The address of the replica for messages, without secrets. */
    public String location() {
        return store.locate(root);
    }

    /** The address of one of its files for messages, without secrets. */
    public String locate(ReplicaFile file) {
        return store.locate(file.object().key());
    }
}
