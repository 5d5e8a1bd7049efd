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
}
