package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;

/** Passes the objects of a listing to a visitor, and tests that they are what the store's interface promises. */
public final class KeyedListing {
    private final String place;
    private final String prefix;
    private final String after;
    private final ObjectVisitor visitor;
    private final String store;
    private String last = "";

    /**
     * Begins a listing.
     *
     * @param place the address of the prefix, for messages
     * @param store the kind of store, for messages
     */
    public KeyedListing(String place, String prefix, String after, ObjectVisitor visitor, String store) {
        this.place = place;
        this.prefix = prefix;
        this.after = after;
        this.visitor = visitor;
        this.store = store;
    }

    /**
     * Takes the next object.
     *
     * @return whether the visitor continues
     * @throws StorageException when its size is negative, or its key is outside the prefix or not in order
     */
    public boolean take(StoredObject object) throws StorageException {
        if (object.size() < 0) {
            throw nonsense("gives an object without key, size or time");
        }
        if (!object.key().startsWith(prefix)) {
            throw nonsense("gives a key outside the prefix: " + object.key());
        }
        if (KeyOrder.UTF_8.compare(object.key(), last) <= 0) {
            throw nonsense("is not in the order of its keys: " + object.key() + " after " + last);
        }
        last = object.key();
        // Some stores ignore where a listing should start.
        return KeyOrder.UTF_8.compare(object.key(), after) <= 0 || visitor.visit(object);
    }

    /** Returns the address of the prefix, for messages. */
    public String place() {
        return place;
    }

    /** Returns the exception for an invalid listing. */
    public StorageException nonsense(String what) {
        return new StorageException(
                Kind.UNREACHABLE, place + ": the listing " + what + ". The store does not list as " + store + " does.");
    }
}
