package io.litedrill.storage;

import java.io.InputStream;

/** Reads a store on a network. Its views share its connections, and report to listeners of their own. */
public abstract class NetworkStore implements ObjectStore {
    private final Requests requests;
    private final Runnable end;

    /**
     * Creates a store.
     *
     * @param end closes its connections
     */
    protected NetworkStore(Timeouts patience, StorageListener listener, Runnable end) {
        requests = new Requests(new ProgressWatch(patience, System::nanoTime), listener);
        this.end = () -> {
            requests.watch().close();
            end.run();
        };
    }

    /** Creates a view of a store. Closing it closes nothing. */
    protected NetworkStore(NetworkStore shared, StorageListener listener) {
        requests = shared.requests.and(listener);
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

    @Override
    public final InputStream open(String key, long offset, long length) throws StorageException {
        return new RangeBody(source(key), requests, errors(), offset, length);
    }

    @Override
    public final void close() {
        end.run();
    }
}
