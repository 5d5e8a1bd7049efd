package io.litedrill.replica;

import io.litedrill.replica.format.AgeIdentities;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;

/**
 * Identifies the files that Litestream wrote for one database at one location in one store.
 *
 * @param root the key prefix of all files of the replica: empty for the container itself; on S3 the path exactly as
 *     Litestream received it, including a trailing slash
 * @param identities the keys that decrypt its files, if they are encrypted
 */
public record Replica(ObjectStore store, String root, AgeIdentities identities) {
    /** Creates a replica without identities: encrypted files cannot be read. */
    public Replica(ObjectStore store, String root) {
        this(store, root, AgeIdentities.NONE);
    }

    /** Returns a copy that uses these identities. */
    public Replica with(AgeIdentities others) {
        return new Replica(store, root, others);
    }

    /** Returns whether identities decrypt its files. */
    public boolean hasIdentities() {
        return !identities.isEmpty();
    }

    /** Returns a copy that reports its store requests to one more listener. */
    public Replica withListener(StorageListener listener) {
        return new Replica(store.withListener(listener), root, identities);
    }

    /** Returns the address of the replica for messages, without secrets. */
    public String location() {
        return store.locate(root);
    }

    /** Returns the address of one of its files for messages, without secrets. */
    public String locate(ReplicaFile file) {
        return store.locate(file.object().key());
    }

    /**
     * Returns whether a file still exists with the listed size and time. Uses one request. Damage in a file that has
     * changed since proves nothing: Litestream rewrites a snapshot of the {@code wal} layout under its own key.
     *
     * @throws StorageException when the store cannot be listed
     */
    public boolean isAsListed(ReplicaFile file) throws StorageException {
        return store.first(file.object().key()).filter(file.object()::equals).isPresent();
    }

    /** Returns the path of one of its files below the root, without a leading slash. */
    public String nameOf(ReplicaFile file) {
        return new ReplicaPaths(root).nameOf(file.object().key());
    }
}
