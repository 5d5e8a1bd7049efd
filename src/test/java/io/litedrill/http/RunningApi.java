package io.litedrill.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.litedrill.recover.Audit;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The API on a free port of loopback, and a client for it. */
final class RunningApi implements AutoCloseable {
    static final String TOKEN = "correct-horse-battery-staple";
    /** Sufficient for a test that opens a listener with each of its requests. */
    private static final EventLimits EVENTS =
            new EventLimits(100_000, 100, 1 << 20, Duration.ofMillis(200), Duration.ofSeconds(30));

    private static final int PIECE = 60_000;

    static final String DATABASE = "/api/v1/databases/app%2Fmain.db";

    final Backend backend = new Backend();
    final EventStream events;
    final Map<String, ComponentState> components = new LinkedHashMap<>();
    final List<Audit.Attempt> audit = new CopyOnWriteArrayList<>();
    /** The start of the metrics. */
    volatile String metrics = "";
    /** Runs in the handler of the metrics. */
    volatile Runnable beforeMetrics = () -> {};

    final int port;
    private final ApiServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningApi(List<BearerToken> bearer, boolean loopback, Optional<Path> folder) {
        this(bearer, Optional.empty(), loopback, folder);
    }

    private RunningApi(
            List<BearerToken> bearer, Optional<BearerToken> metricsToken, boolean loopback, Optional<Path> folder) {
        this(bearer, metricsToken, loopback, folder, ClientLimits.DEFAULTS);
    }

    private RunningApi(
            List<BearerToken> bearer,
            Optional<BearerToken> metricsToken,
            boolean loopback,
            Optional<Path> folder,
            ClientLimits limits) {
        this(bearer, metricsToken, loopback, folder, limits, EVENTS);
    }

    private RunningApi(
            List<BearerToken> bearer,
            Optional<BearerToken> metricsToken,
            boolean loopback,
            Optional<Path> folder,
            ClientLimits limits,
            EventLimits eventLimits) {
        events = new EventStream(eventLimits);
        ApiSettings settings = new ApiSettings("127.0.0.1", 0, bearer, folder);
        MetricsSource source = accept -> {
            beforeMetrics.run();
            return new MetricsSource.Exposition(
                    "text/plain; version=0.0.4; charset=utf-8",
                    out -> write((metrics + "up 1 # " + accept).getBytes(UTF_8), out));
        };
        server = new ApiServer(
                settings,
                new ApiPorts(source, () -> components, backend, backend, audit::add, events),
                new Guard(bearer, metricsToken, loopback),
                limits);
        port = server.start();
    }

    /** Starts the API with the usual settings: on loopback, with a token. */
    static RunningApi usual(Path folder) {
        return new RunningApi(forAll(Optional.of(TOKEN)), true, Optional.of(folder));
    }

    /** Writes in pieces, like the metrics. */
    private static void write(byte[] text, OutputStream out) throws IOException {
        for (int i = 0; i < text.length; i += PIECE) {
            out.write(text, i, Math.min(PIECE, text.length - i));
        }
    }

    /** Starts the API on loopback, with a token and another one for the metrics. */
    static RunningApi withMetricsToken(String metricsToken) {
        return new RunningApi(
                forAll(Optional.of(TOKEN)),
                Optional.of(BearerToken.of("metrics", Role.VIEWER, metricsToken)),
                true,
                Optional.empty());
    }

    /** Starts the API with the checks for loopback, or for other addresses. */
    static RunningApi with(Optional<String> token, boolean loopback) {
        return new RunningApi(forAll(token), loopback, Optional.empty());
    }

    /** Starts the API on loopback, with these tokens. */
    static RunningApi of(List<BearerToken> tokens, Path folder) {
        return new RunningApi(tokens, true, Optional.of(folder));
    }

    /** Starts the API with any tokens, and with the checks for loopback or for other addresses. */
    static RunningApi guarded(List<BearerToken> tokens, Optional<BearerToken> metricsToken, boolean loopback) {
        return new RunningApi(tokens, metricsToken, loopback, Optional.empty());
    }

    /** Starts the API on loopback, with a token, and with these limits for slow clients. */
    static RunningApi limited(ClientLimits limits) {
        return new RunningApi(forAll(Optional.of(TOKEN)), Optional.empty(), true, Optional.empty(), limits);
    }

    /** Starts the API on loopback, with these limits for listeners of events. */
    static RunningApi withEvents(EventLimits limits) {
        return new RunningApi(
                forAll(Optional.of(TOKEN)), Optional.empty(), true, Optional.empty(), ClientLimits.DEFAULTS, limits);
    }

    private static List<BearerToken> forAll(Optional<String> token) {
        return token.stream()
                .map(secret -> BearerToken.of("all", Role.RESTORER, secret))
                .toList();
    }

    int openConnections() {
        return server.openConnections();
    }

    /** Returns all declared routes, as {@code GET /path}. */
    List<String> declared() {
        return server.routes().stream()
                .map(route -> route.method().name() + " " + route.path())
                .toList();
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path) {
        return send(authorized(path).POST(BodyPublishers.noBody()));
    }

    HttpResponse<String> post(String path, String json) {
        return post(path, "application/json", BodyPublishers.ofString(json));
    }

    HttpResponse<String> post(String path, String contentType, BodyPublisher body) {
        return send(authorized(path).header("Content-Type", contentType).POST(body));
    }

    private HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", "Bearer " + TOKEN);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request.build(), body);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sends exactly these bytes, which normal clients do not send, and returns the whole response. */
    String raw(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(text.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Override
    public void close() {
        events.close();
        server.close();
    }
}
