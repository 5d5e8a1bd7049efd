package io.litedrill.storage;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Reads a store on a network. Its views share its connections, and report to listeners of their own. */
public abstract class NetworkStore implements ObjectStore {
    /** What counts as the connections of a store whose library sets no limit. */
    protected static final int MANY_CONNECTIONS = 128;

    private final Requests requests;
    private final ParallelReads reads;
    private final Reservations ahead;
    private final Runnable end;

    /**
     * Creates a store.
     *
     * @param connections the most that it uses at a time; half of them may hold bodies that are read later
     * @param end closes its connections
     */
    protected NetworkStore(Timeouts patience, StorageListener listener, int connections, Runnable end) {
        requests = new Requests(new ProgressWatch(patience, System::nanoTime), listener);
        reads = new ParallelReads();
        ahead = new Reservations(connections / 2);
        this.end = () -> {
            reads.close();
            requests.watch().close();
            end.run();
        };
    }

    /** Creates a view of a store. Closing it closes nothing. */
    protected NetworkStore(NetworkStore shared, StorageListener listener) {
        requests = shared.requests.and(listener);
        reads = shared.reads;
        ahead = shared.ahead;
        end = () -> {};
    }

    /** Returns how its requests are sent. */
    protected final Requests requests() {
        return requests;
    }

    /** Returns what explains its broken connections. */
    protected abstract ConnectionErrors errors();

    /** Returns what requests the ranges of one object. */
    protected abstract RangeSource source(String key);

    /** Returns whether the store limits the speed of each connection, so that several of them are faster than one. */
    protected boolean limitsConnections() {
        return false;
    }

    @Override
    public final void list(List<PrefixListing> listings) throws StorageException {
        if (limitsConnections()) {
            SimultaneousListings.run(this, listings);
        } else {
            ObjectStore.super.list(listings);
        }
    }

    @Override
    public final InputStream open(String key, long offset, long length) throws StorageException {
        RequestedRange range = new RequestedRange(source(key), requests, errors(), offset, length);
        return limitsConnections() ? reads.open(range) : new RangeBody(range);
    }

    @Override
    public final Optional<Runnable> reserve() {
        return ahead.take();
    }

    @Override
    public final void close() {
        end.run();
    }
}
