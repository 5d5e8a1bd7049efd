package io.litedrill.storage;

/** Receives the objects of a listing, one at a time, in the order of their keys. */
@FunctionalInterface
public interface ObjectVisitor {
    /**
     * Takes the next object.
     *
     * @return whether the listing shall go on
     */
    boolean visit(StoredObject object);

    /**
     * Returns whether objects in a folder may be of interest. A store of folders does not enter others, which it may not be allowed to read;
     * a store without folders does not ask.
     *
     * @param folder the beginning of the keys in it, with a slash at the end
     */
    default boolean enters(String folder) {
        return true;
    }
}
