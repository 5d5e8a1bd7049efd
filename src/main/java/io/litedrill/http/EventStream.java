package io.litedrill.http;

import io.litedrill.json.JsonObject;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends events to the clients of {@code /api/v1/events}. Publishing never waits for a client: it adds the event to a
 * ring, and one thread starts the writes. Safe for use by several threads.
 */
public final class EventStream implements AutoCloseable {
    private final EventLimits limits;
    private final EventRing ring;
    private final Set<EventClient> listeners = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean pending = new AtomicBoolean();
    private final ScheduledExecutorService thread = thread();

    /** Creates a stream without events. */
    public EventStream() {
        this(EventLimits.DEFAULTS);
    }

    EventStream(EventLimits limits) {
        this.limits = limits;
        byte[] epoch = new byte[8];
        new SecureRandom().nextBytes(epoch);
        this.ring = new EventRing(HexFormat.of().formatHex(epoch), limits.events(), limits.bytes());
        long beat = limits.heartbeat().toMillis();
        var unused = thread.scheduleWithFixedDelay(
                () -> listeners.forEach(listener -> listener.beat(limits.patience())),
                beat,
                beat,
                TimeUnit.MILLISECONDS);
    }

    private static ScheduledExecutorService thread() {
        return new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, "litedrill-events");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Publishes an event.
     *
     * @param type the name of the event, as documented in openapi.yaml
     */
    public void publish(String type, JsonObject data) {
        ring.add(type, data.compact());
        if (pending.compareAndSet(false, true)) {
            execute(this::pump);
        }
    }

    private void pump() {
        pending.set(false);
        listeners.forEach(EventClient::pump);
    }

    private void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException closed) {
            // the stream was closed
        }
    }

    /**
     * Opens a listener, which receives events from now on.
     *
     * @param lastId the ID of the last event that the client received
     * @throws ProblemException when too many listeners are connected
     */
    synchronized EventClient open(Optional<String> lastId) {
        if (listeners.size() >= limits.listeners()) {
            throw new ProblemException(
                    Problem.UNAVAILABLE,
                    limits.listeners() + " listeners are connected already. Close one, or read /api/v1/board instead");
        }
        Optional<Long> from = lastId.isEmpty() ? Optional.of(ring.next()) : lastId.flatMap(ring::after);
        EventClient listener = new EventClient(ring, from, this::execute, listeners::remove);
        listeners.add(listener);
        return listener;
    }

    /** Returns the number of listeners, for tests. */
    int listeners() {
        return listeners.size();
    }

    /** Disconnects all listeners, and ends the thread. */
    @Override
    public void close() {
        thread.shutdownNow();
        listeners.forEach(listener -> listener.close("Litedrill is shutting down"));
    }
}
