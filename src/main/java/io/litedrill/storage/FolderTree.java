package io.litedrill.storage;

import io.litedrill.storage.FolderReader.Entry;
import io.litedrill.storage.StorageException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Lists the files and the folders of a store that has folders. */
final class FolderTree {
    private final String store;
    private final UnaryOperator<String> locate;
    private final FolderReader reader;

    /**
     * Creates a tree. Reads nothing yet.
     *
     * @param store the kind of store, for messages
     * @param locate returns the address of a key, for messages
     */
    FolderTree(String store, UnaryOperator<String> locate, FolderReader reader) {
        this.store = store;
        this.locate = locate;
        this.reader = reader;
    }

    /** Visits files as {@link ObjectStore#list}. Reads only folders that can hold such a file. */
    void list(String prefix, String after, ObjectVisitor visitor) throws StorageException {
        KeyedListing listing = new KeyedListing(locate.apply(prefix), prefix, after, visitor, store);
        new TreeListing(this, prefix, after, visitor, listing).run();
    }

    /** Returns the folders directly below a prefix. Reads one folder. */
    Folders folders(String prefix) throws StorageException {
        String parent = parent(prefix);
        TreeSet<String> keys = new TreeSet<>(KeyOrder.UTF_8);
        for (Entry entry : read(parent)) {
            if (entry.isFolder() && (parent + entry.name()).startsWith(prefix)) {
                keys.add(parent + entry.name() + "/");
            }
        }
        return new Folders(keys.stream().toList(), true);
    }

    /**
     * Returns the entries of a folder; none for a folder that does not exist.
     *
     * @throws StorageException also when the server denies a folder that the folder above lists: a listing without it
     *     would seem complete
     */
    List<Entry> read(String key) throws StorageException {
        Optional<List<Entry>> entries = reader.read(key);
        if (entries.isPresent() || !isListed(key)) {
            return entries.orElse(List.of());
        }
        // it may have been created since
        return reader.read(key)
                .orElseThrow(() -> new StorageException(
                        Kind.UNREACHABLE,
                        locate.apply(key) + ": the folder above lists this folder, and the server answers that it does"
                                + " not exist. Check the server and its disks, then try again."));
    }

    private boolean isListed(String key) throws StorageException {
        if (key.isEmpty()) {
            return false;
        }
        String folder = key.substring(0, key.length() - 1);
        String parent = parent(folder);
        String name = folder.substring(parent.length());
        try {
            return read(parent).stream()
                    .anyMatch(entry -> entry.isFolder() && entry.name().equals(name));
        } catch (StorageException e) {
            if (e.kind() == Kind.ACCESS_DENIED) {
                // a user may have no right above the replica
                return false;
            }
            throw e;
        }
    }

    private static String parent(String key) {
        return key.substring(0, key.lastIndexOf('/') + 1);
    }
}
