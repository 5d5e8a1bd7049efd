package io.litedrill.storage;

/** Receives the objects of a listing, one at a time, in the order of their keys. */
@FunctionalInterface
public interface ObjectVisitor {
    /**
     * Receives the next object.
     *
     * @return whether the listing continues
     */
    boolean visit(StoredObject object);

    /**
     * Returns whether the visitor needs objects in a folder. A folder store does not enter other folders, which may be
     * unreadable; a bucket does not call this method.
     *
     * @param folder the beginning of the keys in it, with a slash at the end
     */
    default boolean enters(String folder) {
        return true;
    }
}
