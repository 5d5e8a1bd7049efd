package io.litedrill.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads the body of a request before any handler runs, without a thread that waits for the client, and within a time
 * limit. Reads at most one byte more than the size limit, so that the handler detects a body that is too large.
 */
final class WholeBody extends Handler.Wrapper {
    private final ClientLimits limits;

    WholeBody(ClientLimits limits) {
        this.limits = limits;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        new Reading(request, response, callback).start();
        return true;
    }

    private boolean next(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, response, callback);
    }

    /** Reads one body. */
    private final class Reading implements Runnable {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final AtomicBoolean over = new AtomicBoolean();

        Reading(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        void start() {
            Scheduler.Task limit = request.getComponents()
                    .getScheduler()
                    .schedule(this::expire, limits.body().toMillis(), TimeUnit.MILLISECONDS);
            Request.addCompletionListener(request, failure -> limit.cancel());
            run();
        }

        @Override
        public void run() {
            while (!over.get()) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    end(() -> Response.writeError(request, response, callback, chunk.getFailure()));
                } else if (isEnd(chunk)) {
                    end(this::handle);
                }
            }
        }

        private boolean isEnd(Content.Chunk chunk) {
            ByteBuffer buffer = chunk.getByteBuffer();
            byte[] part = new byte[Math.min(buffer.remaining(), Body.LIMIT + 1 - bytes.size())];
            buffer.get(part);
            bytes.writeBytes(part);
            boolean last = chunk.isLast();
            chunk.release();
            return last || bytes.size() > Body.LIMIT;
        }

        private void end(Runnable then) {
            if (over.compareAndSet(false, true)) {
                then.run();
            }
        }

        private void expire() {
            end(() -> {
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
                Response.writeError(request, response, callback, HttpStatus.REQUEST_TIMEOUT_408);
            });
        }

        private void handle() {
            try {
                if (!next(new Read(request, bytes.toByteArray()), response, callback)) {
                    Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
                }
            } catch (Throwable e) {
                Response.writeError(request, response, callback, e);
            }
        }
    }

    /** Wraps a request whose body is in memory. */
    private static final class Read extends Request.Wrapper {
        private final Content.Source body;

        Read(Request request, byte[] bytes) {
            super(request);
            this.body = Content.Source.from(ByteBuffer.wrap(bytes));
        }

        @Override
        public Content.Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable demandCallback) {
            body.demand(demandCallback);
        }
    }
}
