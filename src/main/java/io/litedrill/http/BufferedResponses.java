package io.litedrill.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Buffers the response of a handler in memory and sends it when the handler has ended, without a thread that waits for
 * the client. Disconnects clients that do not read in time, and the oldest ones when unread responses take too much
 * memory. A stream of events is not buffered: {@link EventClient} sends it.
 */
final class BufferedResponses extends Handler.Wrapper {
    private final ClientLimits limits;
    private final Connections connections;
    private final Map<Held, Integer> unread = new LinkedHashMap<>();
    private long unreadBytes;

    BufferedResponses(ClientLimits limits, Connections connections) {
        this.limits = limits;
        this.connections = connections;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        connections.request(request);
        Held held = new Held(request, response, callback);
        return super.handle(request, held, held);
    }

    /** Adds a complete response, and returns those to disconnect for it. */
    private synchronized List<Held> add(Held held, int bytes) {
        List<Held> cut = new ArrayList<>();
        unreadBytes += bytes;
        Iterator<Map.Entry<Held, Integer>> oldest = unread.entrySet().iterator();
        while (unreadBytes > limits.unread() && oldest.hasNext()) {
            Map.Entry<Held, Integer> next = oldest.next();
            oldest.remove();
            unreadBytes -= next.getValue();
            cut.add(next.getKey());
        }
        unread.put(held, bytes);
        return cut;
    }

    private synchronized void remove(Held held) {
        Integer bytes = unread.remove(held);
        unreadBytes -= bytes == null ? 0 : bytes;
    }

    /** Holds the response to one request, and the end of its handler. */
    private final class Held extends Response.Wrapper implements Callback {
        private final Callback end;
        private final List<ByteBuffer> parts = new ArrayList<>();
        private boolean written;

        Held(Request request, Response response, Callback end) {
            super(request, response);
            this.end = end;
        }

        @Override
        public synchronized void write(boolean last, ByteBuffer content, Callback callback) {
            written = true;
            if (content != null && content.hasRemaining()) {
                parts.add(ByteBuffer.wrap(BufferUtil.toArray(content)));
                content.position(content.limit());
            }
            callback.succeeded();
        }

        @Override
        public synchronized boolean isCommitted() {
            return written || super.isCommitted();
        }

        @Override
        public void succeeded() {
            Optional<EventClient> events = EventClient.of(getRequest());
            if (events.isPresent()) {
                // stays at work: a listener has limits of its own
                events.get().begin(getRequest(), getWrapped(), end);
                return;
            }
            connections.answered(getRequest());
            List<ByteBuffer> all = written();
            int bytes = all.stream().mapToInt(ByteBuffer::remaining).sum();
            add(this, bytes).forEach(held -> held.cut("too many unread responses"));
            Scheduler.Task limit = getRequest()
                    .getComponents()
                    .getScheduler()
                    .schedule(
                            () -> cut("the client does not read"),
                            limits.response().toMillis(),
                            TimeUnit.MILLISECONDS);
            Callback sent =
                    Callback.from(() -> sent(limit, end::succeeded), failure -> sent(limit, () -> end.failed(failure)));
            ResponseParts.send(getWrapped(), all, sent);
        }

        /**
         * Ends the request on another thread: the server starts the next one at once, and must have left this write by
         * then.
         */
        private void sent(Scheduler.Task limit, Runnable outcome) {
            limit.cancel();
            remove(this);
            connections.idle(getRequest());
            getRequest().getComponents().getExecutor().execute(outcome);
        }

        private synchronized List<ByteBuffer> written() {
            return List.copyOf(parts);
        }

        private void cut(String why) {
            Connections.close(getRequest().getConnectionMetaData().getConnection(), why);
        }

        @Override
        public void failed(Throwable failure) {
            EventClient.of(getRequest()).ifPresent(events -> events.close("the request failed"));
            connections.idle(getRequest());
            end.failed(failure);
        }
    }
}
