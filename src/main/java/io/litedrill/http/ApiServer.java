package io.litedrill.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves metrics, health and the API of the daemon over HTTP. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int MAX_THREADS = 32;
    private static final int MIN_THREADS = 4;
    /** Limits the data of an unread response in the system's send buffer, in bytes. */
    private static final int SEND_BUFFER = 256 << 10;

    private final ApiSettings settings;
    private final ClientLimits limits;
    private final Connections connections;
    private final Guard guard;
    private final Auditor auditor;
    private final List<Route> routes;
    private final Optional<ServerIdentity> identity;
    private final Javalin javalin;

    /**
     * Creates a server that does not listen yet.
     *
     * @throws IllegalArgumentException when this machine cannot resolve the host, or the files of TLS cannot be used
     */
    public ApiServer(ApiSettings settings, ApiPorts ports) {
        this(settings, ports, Guard.of(settings), ClientLimits.DEFAULTS);
    }

    ApiServer(ApiSettings settings, ApiPorts ports, Guard guard, ClientLimits limits) {
        this.settings = settings;
        this.limits = limits;
        this.connections = new Connections(limits);
        this.guard = guard;
        this.auditor = new Auditor(ports.audit());
        RestoreFolder folder = new RestoreFolder(settings.restoreFolder());
        this.routes = Stream.of(
                        new MonitorRoutes(ports).all(),
                        new PageRoutes().all(),
                        new LiveRoutes(settings, ports.events()).all(),
                        new DatabaseRoutes(ports, folder).all())
                .flatMap(List::stream)
                .toList();
        this.identity = settings.tls().map(ApiServer::identity);
        this.javalin = Javalin.create(this::configure);
        GuardedRoute.requireOnly(javalin);
    }

    private static ServerIdentity identity(TlsFiles files) {
        try {
            return ServerIdentity.load(files);
        } catch (IOException e) {
            throw new IllegalArgumentException("TLS: " + String.valueOf(e.getMessage()), e);
        }
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.generateEtags = false;
        // the metrics of 10,000 databases are 48 MB: level 6 takes twice the time, and saves only a tenth of the bytes
        config.http.compressionStrategy = new CompressionStrategy(null, new Gzip(1));
        config.jetty.addConnector(this::connector);
        config.jetty.threadPool = threads();
        config.jetty.modifyHttpConfiguration(ApiServer::quiet);
        config.jetty.modifyServer(server -> prepare(server));
        config.router.ignoreTrailingSlashes = false;
        config.router.caseInsensitiveRoutes = false;
        config.router.treatMultipleSlashesAsSingleSlash = false;
        config.requestLogger.http((context, millis) -> log(context, millis));
        routes.forEach(route -> add(config, route));
        Unmatched unmatched = new Unmatched(guard);
        config.routes.exception(HttpResponseException.class, unmatched::answer);
        config.routes.exception(Exception.class, (e, context) -> Responses.failed(context, e));
    }

    private void add(JavalinConfig config, Route route) {
        GuardedRoute handler = new GuardedRoute(route, guard, auditor);
        route.methods().forEach(method -> config.routes.addHttpHandler(method, route.path(), handler));
    }

    private void prepare(Server server) {
        server.setErrorHandler(new JettyProblems());
        // the last inserted handler receives a request first
        server.insertHandler(new Lanes(connections, vitalPaths()));
        server.insertHandler(new WholeBody(limits));
        server.insertHandler(new BufferedResponses(limits, connections));
        server.insertHandler(new RequestLineRules());
    }

    private ServerConnector connector(Server server, HttpConfiguration http) {
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector = identity.isEmpty()
                ? new ServerConnector(server, plain)
                : new ServerConnector(server, encrypted(identity.get(), http), plain);
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setAcceptedSendBufferSize(SEND_BUFFER);
        connector.addBean(connections);
        return connector;
    }

    private static SslConnectionFactory encrypted(ServerIdentity identity, HttpConfiguration http) {
        // without the test of SNI: a client may use an address of the server, or another name that leads to it
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(identity.context());
        return new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString());
    }

    /**
     * Reads the files of TLS again. New connections receive the new certificate; existing ones continue.
     *
     * @return true if the certificate or the key has changed
     * @throws IOException when the files cannot be used; the earlier certificate stays in use
     */
    public boolean refreshIdentity() throws IOException {
        return identity.isPresent() && identity.get().refresh();
    }

    private Set<String> vitalPaths() {
        return routes.stream()
                .filter(route -> route.access() == Access.OPEN)
                .map(Route::path)
                .collect(Collectors.toSet());
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
        http.addCustomizer(new TargetRules());
    }

    /** Logs a request, without its query and headers, which may contain secrets. */
    private static void log(Context context, float millis) {
        LOG.debug(
                "{} {} {} in {} ms",
                context.req().getMethod(),
                context.path(),
                context.statusCode(),
                Math.round(millis));
    }

    /** Returns the routes, for the test that compares them with openapi.yaml. */
    List<Route> routes() {
        return routes;
    }

    /** Returns the number of connections, for tests of the limits. */
    int openConnections() {
        return connections.count();
    }

    /**
     * Starts to listen.
     *
     * @return the port, which is that of the settings unless that is 0
     * @throws IllegalStateException when the address or port is unavailable
     */
    public int start() {
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new IllegalStateException(
                    "cannot listen on " + settings.host() + ":" + settings.port()
                            + ": another process does, or this machine does not have the address. Choose another port"
                            + " or host",
                    e);
        }
        if (guard.isShut()) {
            LOG.warn(
                    "listening on {}, which is not loopback, without a token: only /metrics, /healthz and /readyz are"
                            + " available. Set token (or token_file) in litedrill.yml, or listen on 127.0.0.1",
                    settings.host());
        } else if (settings.tokens().isEmpty()) {
            LOG.info("no token is set in litedrill.yml: requests for changes over HTTP are refused");
        }
        return javalin.port();
    }

    /** Stops listening, and ends its threads. */
    @Override
    public void close() {
        javalin.stop();
    }
}
