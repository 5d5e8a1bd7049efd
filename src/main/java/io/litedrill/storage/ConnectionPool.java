package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Holds connections that carry one request or one body at a time, because ending a connection is the one way to end its
 * responses at once.
 *
 * @param <C> a connection
 */
public final class ConnectionPool<C> implements AutoCloseable {
    /** The most connections of a pool. */
    public static final int MOST = 8;

    private final Connector<C> connector;
    private final Timeouts patience;
    private final Semaphore places = new Semaphore(MOST);
    private final Deque<C> idle = new ArrayDeque<>();
    private boolean closed;

    /** Connects to one server. */
    public interface Connector<C> extends AutoCloseable {
        /** Returns the address of the server for messages. */
        String place();

        /** Connects and logs in, within the limits of the store. */
        C connect() throws IOException;

        /** Returns whether an idle connection can still be used. */
        boolean isOpen(C connection);

        /** Returns whether a connection has no response under way after a failed request. */
        boolean isUsableAfter(Exception failure);

        /** Ends a connection at once, so that no request on it waits any longer. */
        void end(C connection);

        @Override
        void close();
    }

    /** Uses a connection. */
    public interface Use<C, T> {
        /** Sends requests on a connection, and returns what their responses hold. */
        T with(C connection) throws Exception;
    }

    /** Creates a pool without connections. */
    public ConnectionPool(Connector<C> connector, Timeouts patience) {
        this.connector = connector;
        this.patience = patience;
    }

    /** Returns the time limits of its store. */
    public Timeouts patience() {
        return patience;
    }

    /** Uses a connection for requests that have ended when this method returns. */
    public <T> T use(Requests requests, Use<C, T> use) throws Exception {
        C connection = take();
        T result = limited(connection, requests, use);
        giveBack(connection);
        return result;
    }

    /**
     * Uses a connection that stays with the result, such as a body, which returns it by {@link #giveBack} or {@link
     * #discard}.
     */
    public <T> T open(Requests requests, Use<C, T> use) throws Exception {
        return limited(take(), requests, use);
    }

    private <T> T limited(C connection, Requests requests, Use<C, T> use) throws Exception {
        boolean usable = false;
        boolean successful = false;
        try {
            T result = requests.within(() -> connector.end(connection), () -> use.with(connection));
            successful = true;
            return result;
        } catch (Exception e) {
            usable = connector.isUsableAfter(e);
            throw e;
        } finally {
            if (!successful && usable) {
                giveBack(connection);
            } else if (!successful) {
                discard(connection);
            }
        }
    }

    private C take() throws IOException {
        try {
            if (!places.tryAcquire(patience.call().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("all " + MOST + " connections are in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        boolean taken = false;
        try {
            Optional<C> known = known();
            C connection = known.isPresent() ? known.get() : connector.connect();
            taken = true;
            return connection;
        } finally {
            if (!taken) {
                places.release();
            }
        }
    }

    private synchronized Optional<C> known() throws StorageException {
        if (closed) {
            throw new StorageException(Kind.UNREACHABLE, connector.place() + ": the store has been closed.");
        }
        while (!idle.isEmpty()) {
            C connection = idle.pop();
            if (connector.isOpen(connection)) {
                return Optional.of(connection);
            }
            // it has broken, but its socket and threads may remain
            connector.end(connection);
        }
        return Optional.empty();
    }

    /** Returns a connection without a request that waits for an answer. */
    public synchronized void giveBack(C connection) {
        places.release();
        if (closed) {
            connector.end(connection);
        } else {
            idle.push(connection);
        }
    }

    /** Returns a connection that cannot be used again, and ends it. */
    public void discard(C connection) {
        places.release();
        connector.end(connection);
    }

    /** Ends a connection, so that a request on it in another thread fails. It must be returned nevertheless. */
    public void end(C connection) {
        connector.end(connection);
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(connector::end);
        idle.clear();
        connector.close();
    }
}
