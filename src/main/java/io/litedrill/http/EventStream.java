package io.litedrill.http;

import io.litedrill.json.JsonObject;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to the clients of {@code /api/v1/events}. Publishing never waits for a client: it adds the event to a
 * ring, and one thread starts the writes. Safe for use by several threads.
 */
public final class EventStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private final EventLimits limits;
    private final EventRing ring;
    private final Map<EventClient, Place> listeners = new ConcurrentHashMap<>();
    private final AtomicBoolean pending = new AtomicBoolean();
    private final ScheduledExecutorService thread = thread();
    private long opened;

    /**
     * Describes a listener.
     *
     * @param number greater than that of each listener that was opened before
     */
    private record Place(Caller caller, long number) {}

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
        var unused = thread.scheduleWithFixedDelay(this::beat, beat, beat, TimeUnit.MILLISECONDS);
    }

    private void beat() {
        try {
            listeners.keySet().forEach(listener -> listener.beat(limits.patience()));
        } catch (Throwable e) {
            // an exception or error would end the schedule without a message
            LOG.error("listeners of events were not kept alive, which is tried again", e);
        }
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
        listeners.keySet().forEach(EventClient::pump);
    }

    private void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException closed) {
            // the stream was closed
        }
    }

    /**
     * Opens a listener, which receives events from now on. If too many are connected, disconnects the oldest listener
     * of the caller that has most, so that no caller can keep others out.
     *
     * @param lastId the ID of the last event that the client received
     */
    synchronized EventClient open(Caller caller, Optional<String> lastId) {
        while (listeners.size() >= limits.listeners()) {
            victim().close("another listener needs the place");
        }
        Optional<Long> from = lastId.isEmpty() ? Optional.of(ring.next()) : lastId.flatMap(ring::after);
        EventClient listener = new EventClient(ring, from, this::execute, listeners::remove);
        listeners.put(listener, new Place(caller, opened++));
        return listener;
    }

    private EventClient victim() {
        Map<Caller, Long> counts =
                listeners.values().stream().collect(Collectors.groupingBy(Place::caller, Collectors.counting()));
        Comparator<Map.Entry<EventClient, Place>> most = Comparator.comparingLong(
                entry -> counts.getOrDefault(entry.getValue().caller(), 0L));
        return listeners.entrySet().stream()
                .max(most.thenComparing(entry -> -entry.getValue().number()))
                .orElseThrow()
                .getKey();
    }

    /** Returns the number of listeners, for tests. */
    int listeners() {
        return listeners.size();
    }

    /** Disconnects all listeners, and ends the thread. */
    @Override
    public void close() {
        thread.shutdownNow();
        listeners.keySet().forEach(listener -> listener.close("Litedrill is shutting down"));
    }
}
