package io.litedrill.storage;

import java.util.List;
import java.util.Optional;

/** Reads a store on a network that has folders. A key is the path of a file. */
public abstract class FolderStore extends NetworkStore {
    private final String kind;

    /**
     * Creates a store.
     *
     * @param kind the kind of store, for messages
     * @param connections the most that it uses at a time
     * @param end closes its connections
     */
    protected FolderStore(String kind, Timeouts patience, StorageListener listener, int connections, Runnable end) {
        super(patience, listener, connections, end);
        this.kind = kind;
    }

    /** Creates a view of a store. Closing it closes nothing. */
    protected FolderStore(FolderStore shared, StorageListener listener) {
        super(shared, listener);
        this.kind = shared.kind;
    }

    /** Requests the entries of a folder, as {@link FolderReader#read} returns them. */
    protected abstract Optional<List<FolderReader.Entry>> folder(String key) throws StorageException;

    private FolderTree tree() {
        return new FolderTree(kind, this::locate, this::folder);
    }

    @Override
    public final void list(String prefix, String after, ObjectVisitor visitor) throws StorageException {
        tree().list(prefix, after, visitor);
    }

    @Override
    public final Folders folders(String prefix, int pages) throws StorageException {
        return tree().folders(prefix);
    }
}
