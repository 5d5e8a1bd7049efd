package io.litedrill.storage.nats;

import io.litedrill.storage.CollectedListing;
import io.litedrill.storage.ConnectionErrors;
import io.litedrill.storage.ConnectionPool;
import io.litedrill.storage.KeyedListing;
import io.litedrill.storage.NetworkStore;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ObjectVisitor;
import io.litedrill.storage.RangeSource;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StoredObject;
import io.litedrill.storage.Timeouts;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.util.Optional;

/** Reads a bucket of a NATS object store. */
public final class NatsObjectStore extends NetworkStore {
    private static final String STORE = "an object store of NATS";

    private final NatsSettings settings;
    private final ConnectionPool<Connection> connections;
    private final NatsErrors errors;

    /**
     * Creates a store. Does not connect yet.
     *
     * @param listener receives one LIST for each 1,000 objects of the bucket, and one GET for each opened object
     */
    public NatsObjectStore(NatsSettings settings, Timeouts patience, StorageListener listener) {
        this(settings, new ConnectionPool<>(new NatsConnector(settings, patience), patience), patience, listener);
    }

    private NatsObjectStore(
            NatsSettings settings,
            ConnectionPool<Connection> connections,
            Timeouts patience,
            StorageListener listener) {
        super(patience, listener, ConnectionPool.MOST, connections::close);
        this.settings = settings;
        this.connections = connections;
        this.errors = new NatsErrors(settings);
    }

    private NatsObjectStore(NatsObjectStore shared, StorageListener listener) {
        super(shared, listener);
        this.settings = shared.settings;
        this.connections = shared.connections;
        this.errors = shared.errors;
    }

    @Override
    public String locate(String key) {
        return settings.locate(key);
    }

    @Override
    public ObjectStore withListener(StorageListener other) {
        return new NatsObjectStore(this, other);
    }

    /** Lists the whole bucket before the first visit: its order is that of time. */
    @Override
    public void list(String prefix, String after, ObjectVisitor visitor) throws StorageException {
        KeyedListing listing = new KeyedListing(locate(prefix), prefix, after, visitor, STORE);
        CollectedListing collected = new CollectedListing(listing, after);
        try (NatsPages pages = new NatsPages(settings, connections, errors, requests())) {
            do {
                for (Message message : pages.next(locate(prefix))) {
                    take(message, prefix, listing, collected);
                }
            } while (pages.more());
        }
        collected.visit();
    }

    private void take(Message message, String prefix, KeyedListing listing, CollectedListing collected)
            throws StorageException {
        Optional<StoredObject> object = object(message, listing);
        if (object.isEmpty()) {
            // it was deleted, perhaps since it was listed
            collected.remove(NatsStream.key(settings.bucket(), message.getSubject()));
        } else if (object.get().key().startsWith(prefix)) {
            collected.replace(object.get());
        }
    }

    private Optional<StoredObject> object(Message message, KeyedListing listing) throws StorageException {
        try {
            return NatsDescription.of(settings.bucket(), message).map(NatsDescription::object);
        } catch (IllegalArgumentException e) {
            throw listing.nonsense(errors.connection().quote(String.valueOf(e.getMessage())));
        }
    }

    @Override
    protected ConnectionErrors errors() {
        return errors.connection();
    }

    @Override
    protected RangeSource source(String key) {
        return new NatsSource(key, settings, connections, errors, requests());
    }
}
