package io.litedrill.app;

import io.litedrill.config.ReplicaLocation;
import io.litedrill.replica.Replica;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageListener;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Holds the stores of the replicas, one for each bucket (with its endpoint and keys) and folder. Opens a store when it
 * is first used.
 */
public final class Stores implements AutoCloseable {
    private final StorageListener listener;
    private final Map<Object, ObjectStore> open = new HashMap<>();

    public Stores(StorageListener listener) {
        this.listener = listener;
    }

    /** Returns the replica at a location. */
    public Replica replica(ReplicaLocation.ReadableLocation location) {
        ObjectStore store = open.computeIfAbsent(location.store(), key -> location.open(listener));
        return new Replica(store, location.root());
    }

    /**
     * Returns the address of a replica as its store formats it; empty for a type without a store. Sends no request to
     * the store.
     */
    public Stream<String> address(ReplicaLocation location) {
        return location instanceof ReplicaLocation.ReadableLocation readable
                ? Stream.of(replica(readable).location())
                : Stream.empty();
    }

    @Override
    public void close() {
        open.values().forEach(ObjectStore::close);
        open.clear();
    }
}
