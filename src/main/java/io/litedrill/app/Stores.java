package io.litedrill.app;

import io.litedrill.config.ReplicaLocation;
import io.litedrill.replica.Replica;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageListener;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the stores of the replicas, one for each bucket (with its endpoint and keys) and folder. Opens a store when it
 * is first used.
 */
public final class Stores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Stores.class);

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
     * Returns the address of a replica as its store formats it; empty for a type without a store, and for a store that
     * cannot be opened. Sends no request to the store.
     */
    public Stream<String> address(ReplicaLocation location) {
        if (!(location instanceof ReplicaLocation.ReadableLocation readable)) {
            return Stream.empty();
        }
        try {
            return Stream.of(replica(readable).location());
        } catch (RuntimeException e) {
            LOG.warn("{}: its store cannot be opened", location.address(), e);
            return Stream.empty();
        }
    }

    /** Closes all stores. A store that fails to close does not keep others open, nor end its caller's work. */
    @Override
    public void close() {
        open.values().forEach(Stores::close);
        open.clear();
    }

    private static void close(ObjectStore store) {
        try {
            store.close();
        } catch (RuntimeException e) {
            LOG.warn("{}: its connections cannot be closed", store.locate(""), e);
        }
    }
}
