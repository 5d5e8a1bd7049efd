package io.litedrill.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to one client. Reads them from the ring whenever the client has taken what was sent before, so that a
 * client that does not read holds one write and no thread. A client that falls behind the ring is disconnected.
 */
final class EventClient {
    /** The name of the request attribute that passes a client to {@link BufferedResponses}. */
    static final String ATTRIBUTE = "litedrill.events";

    private static final int PART = 64 << 10;
    private static final byte[] HEARTBEAT = ": \n\n".getBytes(StandardCharsets.UTF_8);
    /** Makes the client read the state again, because events were lost. */
    private static final byte[] RESET = "event: reset\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8);

    private final EventRing ring;
    private final Executor executor;
    private final Consumer<EventClient> onEnd;
    private long next;
    private boolean reset;
    private boolean writing;
    private boolean over;
    private long writingSince;
    private @Nullable Sink sink;

    private record Sink(Request request, Response response, Callback end) {}

    /**
     * Creates a client that sends nothing yet.
     *
     * @param from the number of the first event; empty when events before the next one were lost
     * @param executor runs the writes after the first
     * @param onEnd receives this client once, when it has ended
     */
    EventClient(EventRing ring, Optional<Long> from, Executor executor, Consumer<EventClient> onEnd) {
        this.ring = ring;
        this.next = from.orElseGet(ring::next);
        this.reset = from.isEmpty();
        this.executor = executor;
        this.onEnd = onEnd;
    }

    /**
     * Returns the client that the handler of a request has opened.
     *
     * @return empty for every other request
     */
    static Optional<EventClient> of(Request request) {
        return Optional.ofNullable(request.getAttribute(ATTRIBUTE))
                .filter(EventClient.class::isInstance)
                .map(EventClient.class::cast);
    }

    /**
     * Starts to send.
     *
     * @param response has its headers, but is not committed
     * @param end receives the end of the request
     */
    void begin(Request request, Response response, Callback end) {
        response.getHeaders().remove(HttpHeader.CONTENT_LENGTH);
        synchronized (this) {
            sink = new Sink(request, response, end);
        }
        send(HEARTBEAT);
    }

    /** Sends the events since the last write, unless that write is still unread. */
    void pump() {
        EventRing.Part part;
        boolean lost;
        synchronized (this) {
            if (sink == null || writing || over) {
                return;
            }
            part = ring.from(next, PART);
            lost = reset || !part.complete();
            if (part.events().isEmpty() && !lost) {
                return;
            }
            next = part.next();
            reset = false;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (lost) {
            bytes.writeBytes(RESET);
        }
        part.events().forEach(bytes::writeBytes);
        send(bytes.toByteArray());
    }

    /** Sends a comment if nothing else is being sent. Disconnects a client that does not read. */
    void beat(Duration patience) {
        boolean stuck;
        synchronized (this) {
            stuck = writing && System.nanoTime() - writingSince > patience.toNanos();
        }
        if (stuck) {
            close("the client does not read its events");
        } else {
            send(HEARTBEAT);
        }
    }

    private void send(byte[] bytes) {
        Sink to;
        synchronized (this) {
            if (sink == null || writing || over) {
                return;
            }
            writing = true;
            writingSince = System.nanoTime();
            to = sink;
        }
        to.response().write(false, ByteBuffer.wrap(bytes), Callback.from(this::sent, this::failed));
    }

    private void sent() {
        synchronized (this) {
            writing = false;
        }
        executor.execute(this::pump);
    }

    private void failed(Throwable failure) {
        end().ifPresent(known -> known.end().failed(failure));
    }

    /** Disconnects the client. */
    void close(String why) {
        end().ifPresent(known -> {
            Connections.close(known.request().getConnectionMetaData().getConnection(), why);
            known.end().failed(new TimeoutException(why));
        });
    }

    /** Ends the client; returns where it sent to, the first time. */
    private Optional<Sink> end() {
        Optional<Sink> known;
        synchronized (this) {
            if (over) {
                return Optional.empty();
            }
            over = true;
            known = Optional.ofNullable(sink);
        }
        onEnd.accept(this);
        return known;
    }
}
