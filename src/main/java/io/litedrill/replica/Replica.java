package io.litedrill.replica;

import io.litedrill.replica.format.AgeIdentities;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What Litestream wrote for one database, at one place in one store.
 *
 * @param root the key that everything of the replica lies below: empty for the container itself, and on S3 the path exactly as
 *     Litestream got it, a slash at its end included
 * @param identities what opens its files where they are encrypted
 */
public record Replica(ObjectStore store, String root, AgeIdentities identities) {
    /** One whose files are not encrypted, or stay closed. */
    public Replica(ObjectStore store, String root) {
        this(store, root, AgeIdentities.NONE);
    }

    /** The same one, opened with these. */
    public Replica with(AgeIdentities others) {
        return new Replica(store, root, others);
    }

    /** The same one, telling one more listener of what is asked of the store. */
    public Replica heardBy(StorageListener listener) {
        return new Replica(store.heardBy(listener), root, identities);
    }

    /** The address of the replica for messages, without secrets. */
    public String location() {
        return store.locate(root);
    }

    /** The address of one of its files for messages, without secrets. */
    public String locate(ReplicaFile file) {
        return store.locate(file.object().key());
    }

    /**
     * Whether a file is still the one that was listed: there, and of the same size and time. One request. What is wrong with a file that is
     * another one by now says nothing: Litestream writes a snapshot of the {@code wal} layout again under its own key.
     *
     * @throws StorageException when the store cannot be listed
     */
    public boolean isAsListed(ReplicaFile file) throws StorageException {
        AtomicBoolean same = new AtomicBoolean();
        store.list(file.object().key(), "", there -> {
            same.set(there.equals(file.object()));
            return false;
        });
        return same.get();
    }

    /** The path of one of its files below the root, without a slash in front. */
    public String nameOf(ReplicaFile file) {
        return new ReplicaPaths(root).nameOf(file.object().key());
    }
}
