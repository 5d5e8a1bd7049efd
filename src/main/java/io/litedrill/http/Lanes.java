package io.litedrill.http;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs handlers on separate threads, never on those that exchange bytes with clients. Each vital path has threads that
 * no other request uses. A lane only selects threads.
 */
final class Lanes extends Handler.Wrapper {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    private static final int THREADS = 16;
    private static final int VITAL_THREADS = 2;
    private static final int WAITING = 64;

    private final Connections connections;
    private final ExecutorService usual = lane("litedrill-api", THREADS);
    private final Map<String, ExecutorService> vital;

    Lanes(Connections connections, Set<String> vitalPaths) {
        this.connections = connections;
        this.vital = vitalPaths.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), path -> lane("litedrill-api" + path.replace('/', '-'), VITAL_THREADS)));
    }

    private static ExecutorService lane(String name, int threads) {
        ThreadPoolExecutor lane = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        lane.allowCoreThreadTimeOut(true);
        return lane;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        ExecutorService lane =
                vital.getOrDefault(String.valueOf(request.getHttpURI().getPath()), usual);
        try {
            connections.work(request);
            lane.execute(() -> run(request, response, callback));
        } catch (RejectedExecutionException e) {
            Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
        }
        return true;
    }

    /** Ends a request after any failure of its handler, also one of Java: otherwise its client would wait for ever. */
    private void run(Request request, Response response, Callback callback) {
        AfterReturn end = new AfterReturn(callback);
        try {
            handled(request, response, end);
            end.handlerReturned();
        } catch (Throwable e) {
            callback.failed(e);
        }
    }

    private void handled(Request request, Response response, Callback end) {
        try {
            if (!super.handle(request, response, end)) {
                Response.writeError(request, response, end, HttpStatus.NOT_FOUND_404);
            }
        } catch (Throwable e) {
            LOG.error("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), e);
            Response.writeError(request, response, end, e);
        }
    }

    @Override
    protected void doStop() throws Exception {
        usual.shutdownNow();
        vital.values().forEach(ExecutorService::shutdownNow);
        super.doStop();
    }
}
