package io.litedrill.litestream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An S3 server on 127.0.0.1 that stores nothing and records the key of each written object, as the client sent it.
 */
final class KeysServer implements AutoCloseable {
    static final String BUCKET = "bkt";
    private static final String EMPTY_LISTING = """
            <?xml version="1.0"?><ListBucketResult><Name>bkt</Name><MaxKeys>1000</MaxKeys><KeyCount>0</KeyCount>\
            <IsTruncated>false</IsTruncated></ListBucketResult>""";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> written = new CopyOnWriteArrayList<>();

    private KeysServer(HttpServer server) {
        this.server = server;
    }

    static KeysServer start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        KeysServer started = new KeysServer(http);
        http.createContext("/", started::answer);
        http.setExecutor(started.threads);
        http.start();
        return started;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns the first key that was written since the last {@link #forget}. */
    Optional<String> firstKey() {
        return written.stream().findFirst();
    }

    void forget() {
        written.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getRawPath();
        String body = exchange.getRequestMethod().equals("GET") ? EMPTY_LISTING : "";
        if (exchange.getRequestMethod().equals("PUT")) {
            String key = path.substring(("/" + BUCKET + "/").length()).replace("+", "%2B");
            written.add(URLDecoder.decode(key, UTF_8));
        }
        exchange.getResponseHeaders().add("ETag", "\"0\"");
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
