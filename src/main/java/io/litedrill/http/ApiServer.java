package io.litedrill.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon over HTTP: metrics, health, and the API. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int MAX_THREADS = 32;
    private static final int MIN_THREADS = 4;

    private final ApiSettings settings;
    private final Guard guard;
    private final Auditor auditor;
    private final List<Route> routes;
    private final Javalin javalin;

    /**
     * Makes a server that does not listen yet.
     *
     * @throws IllegalArgumentException when this machine cannot resolve the host
     */
    public ApiServer(ApiSettings settings, ApiPorts ports) {
        this(settings, ports, Guard.of(settings));
    }

    ApiServer(ApiSettings settings, ApiPorts ports, Guard guard) {
        this.settings = settings;
        this.guard = guard;
        this.auditor = new Auditor(ports.audit());
        RestoreFolder folder = new RestoreFolder(settings.restoreFolder());
        this.routes = Stream.concat(
                        new MonitorRoutes(ports).all().stream(), new DatabaseRoutes(ports, folder).all().stream())
                .toList();
        this.javalin = Javalin.create(this::configure);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.generateEtags = false;
        config.jetty.host = settings.host();
        config.jetty.port = settings.port();
        config.jetty.threadPool = threads();
        config.jetty.modifyHttpConfiguration(ApiServer::quiet);
        config.jetty.modifyServer(server -> server.setErrorHandler(new JettyProblems()));
        config.requestLogger.http((context, millis) -> log(context, millis));
        config.routes.before(ApiServer::secure);
        config.routes.before(guard::check);
        config.routes.after(auditor::after);
        routes.forEach(route -> config.routes.addHttpHandler(route.method(), route.path(), route.handler()));
        config.routes.exception(
                ProblemException.class, (e, context) -> Answers.problem(context, e.problem(), detail(e)));
        config.routes.exception(HttpResponseException.class, (e, context) -> refused(e, context));
        config.routes.exception(Exception.class, ApiServer::failed);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("litedrill-http");
        threads.setDaemon(true);
        return threads;
    }

    private static void quiet(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
    }

    private static void secure(Context context) {
        context.header("Cache-Control", "no-store");
        context.header("X-Content-Type-Options", "nosniff");
    }

    private static String detail(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private static void refused(HttpResponseException e, Context context) {
        switch (e.getStatus()) {
            case 404 ->
                Answers.problem(context, Problem.NOT_FOUND, "Nothing is here. /openapi.yaml says what is where");
            case 405 ->
                Answers.problem(
                        context,
                        Problem.METHOD_NOT_ALLOWED,
                        "This address takes other methods. /openapi.yaml says which");
            case 413 -> Answers.problem(context, Problem.TOO_LARGE, "A body may have up to " + Body.LIMIT + " bytes");
            default -> Answers.problem(context, Problem.BAD_REQUEST, detail(e));
        }
    }

    private static void failed(Exception e, Context context) {
        LOG.error("{} {} failed", context.method(), context.path(), e);
        Answers.problem(
                context, Problem.INTERNAL, "This is a mistake of Litedrill, and its log says more. Please report it");
    }

    /** Without the query and without headers: there may be secrets in them. */
    private static void log(Context context, float millis) {
        LOG.debug("{} {} {} in {} ms", context.method(), context.path(), context.statusCode(), Math.round(millis));
    }

    /** What is answered, for the test that compares it with openapi.yaml. */
    List<Route> routes() {
        return routes;
    }

    /**
     * Begins to listen.
     *
     * @return the port, which is the one of the settings unless that is 0
     * @throws IllegalStateException when the address or port cannot be had
     */
    public int start() {
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new IllegalStateException(
                    "cannot listen on " + settings.host() + ":" + settings.port()
                            + ": something else does, or the address is not of this machine. Choose another port or host",
                    e);
        }
        if (guard.isShut()) {
            LOG.warn(
                    "listening on {}, which is not loopback, without a token: only /metrics, /healthz and /readyz are answered. "
                            + "Set token (or token_file) in litedrill.yml, or listen on 127.0.0.1",
                    settings.host());
        } else if (settings.tokens().isEmpty()) {
            LOG.info("no token is set in litedrill.yml: nothing that changes anything is answered over HTTP");
        }
        return javalin.port();
    }

    /** Stops to listen, and ends its threads. */
    @Override
    public void close() {
        javalin.stop();
    }
}
