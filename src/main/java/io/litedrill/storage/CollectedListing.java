package io.litedrill.storage;

import java.util.TreeMap;

/** Collects the objects of a store that lists them in another order than that of their keys. */
public final class CollectedListing {
    private static final int MOST = 5_000_000;

    private final KeyedListing listing;
    private final String after;
    private final TreeMap<String, StoredObject> objects = new TreeMap<>(KeyOrder.UTF_8);

    /**
     * Begins a listing.
     *
     * @param listing receives the objects in the order of their keys
     * @param after objects with a key up to this one are dropped
     */
    public CollectedListing(KeyedListing listing, String after) {
        this.listing = listing;
        this.after = after;
    }

    /**
     * Adds the next object.
     *
     * @throws StorageException when its key was listed before, or when the listing does not end
     */
    public void add(StoredObject object) throws StorageException {
        if (objects.containsKey(object.key())) {
            throw listing.nonsense("gives a key twice: " + object.key());
        }
        replace(object);
    }

    /**
     * Adds the next object of a listing that repeats the key of an object that was replaced meanwhile.
     *
     * @throws StorageException when the listing does not end
     */
    public void replace(StoredObject object) throws StorageException {
        if (KeyOrder.UTF_8.compare(object.key(), after) > 0) {
            objects.put(object.key(), object);
        }
        if (objects.size() > MOST) {
            throw listing.nonsense("has more than " + MOST + " objects");
        }
    }

    /** Removes an object that was deleted since it was listed, if there is one with this key. */
    public void remove(String key) {
        objects.remove(key);
    }

    /** Visits the objects. */
    public void visit() throws StorageException {
        for (StoredObject object : objects.values()) {
            if (!listing.take(object)) {
                return;
            }
        }
    }
}
