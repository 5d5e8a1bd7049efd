package io.litedrill.replica;

import io.litedrill.storage.ObjectStore;

/**
 * What Litestream wrote for one database, at one place in one store.
 *
 * @param root the key that everything of the replica lies below: empty for the container itself, and on S3 the path exactly as
 *     Litestream got it, a slash at its end included
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

    /** The path of one of its files below the root, without a slash in front. */
    public String nameOf(ReplicaFile file) {
        String key = file.object().key();
        String below = key.startsWith(root) ? key.substring(root.length()) : key;
        return below.replaceFirst("^/+", "");
    }
}
