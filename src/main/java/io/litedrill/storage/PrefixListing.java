package io.litedrill.storage;

/**
 * Describes one listing of a store.
 *
 * @param prefix compared as text; empty for all
 * @param after only keys greater than this; empty for all
 * @param visitor receives the objects, on any thread; no other thread calls it at the same time
 */
public record PrefixListing(String prefix, String after, ObjectVisitor visitor) {
    /** Lists the objects, as {@link ObjectStore#list(String, String, ObjectVisitor)}. */
    void list(ObjectStore store) throws StorageException {
        store.list(prefix, after, visitor);
    }
}
