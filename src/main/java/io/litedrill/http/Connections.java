package io.litedrill.http;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections that send their headers too slowly. When too many connections are open, closes the one that has
 * waited longest, so that idle and slow clients cannot block others.
 */
final class Connections extends AbstractLifeCycle implements Connection.Listener {
    private static final long SWEEP_MILLIS = 500;

    private final ClientLimits limits;
    private final Scheduler scheduler = new ScheduledExecutorScheduler("litedrill-connections", true);
    private final Map<Connection, State> open = new ConcurrentHashMap<>();

    Connections(ClientLimits limits) {
        this.limits = limits;
    }

    /**
     * Describes the state of a connection.
     *
     * @param since the start of the state, in nanoseconds
     * @param silent the last time without new data, in nanoseconds: the headers began after it
     * @param bytes the number of bytes received by then
     * @param request true from the end of the headers to the end of the response
     * @param work true while a handler runs, which the client cannot prolong
     */
    private record State(long since, long silent, long bytes, boolean request, boolean work) {
        static State of(long now, long bytes, boolean request, boolean work) {
            return new State(now, now, bytes, request, work);
        }
    }

    private static State state(Connection connection, boolean request, boolean work) {
        return State.of(System.nanoTime(), connection.getBytesIn(), request, work);
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof SslConnection) {
            // the connection inside it is counted
            return;
        }
        open.put(connection, State.of(System.nanoTime(), 0, false, false));
        makeRoom(connection);
    }

    private synchronized void makeRoom(Connection newest) {
        while (open.size() > limits.connections()) {
            Connection victim = longestWaiting(newest);
            open.remove(victim);
            close(victim, "too many connections");
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    /** Returns the number of open connections. */
    int count() {
        return open.size();
    }

    /** Records that the headers of a request are complete. */
    void request(Request request) {
        set(request, true, false);
    }

    /** Records that a handler processes the request. */
    void work(Request request) {
        set(request, true, true);
    }

    /** Records that the handler has ended; the client has yet to read the response. */
    void answered(Request request) {
        set(request, true, false);
    }

    /** Records that the response is sent. The connection waits for the next request. */
    void idle(Request request) {
        set(request, false, false);
    }

    private void set(Request request, boolean inRequest, boolean work) {
        Connection connection = request.getConnectionMetaData().getConnection();
        open.computeIfPresent(connection, (key, before) -> state(key, inRequest, work));
    }

    private Connection longestWaiting(Connection newest) {
        return open.entrySet().stream()
                .filter(entry -> entry.getKey() != newest && !entry.getValue().work())
                .min(Comparator.comparingLong(entry -> entry.getValue().since()))
                .map(Map.Entry::getKey)
                .orElse(newest);
    }

    static void close(Connection connection, String why) {
        connection.getEndPoint().close(new TimeoutException(why));
    }

    @Override
    protected void doStart() throws Exception {
        scheduler.start();
        next();
    }

    @Override
    protected void doStop() throws Exception {
        scheduler.stop();
    }

    private void next() {
        scheduler.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        if (isStarted() || isStarting()) {
            long now = System.nanoTime();
            try {
                open.replaceAll((connection, state) -> looked(connection, state, now));
            } finally {
                next();
            }
        }
    }

    /** Updates a state. A connection without new data is left to the idle timeout of the server. */
    private State looked(Connection connection, State state, long now) {
        if (state.request()) {
            return state;
        }
        if (connection.getBytesIn() == state.bytes()) {
            return new State(state.since(), now, state.bytes(), false, false);
        }
        if (now - state.silent() > limits.header().toNanos()) {
            close(connection, "the headers take too long");
        }
        return state;
    }
}
