package io.litedrill.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Runs stores against faulty responses, which a scripted server sends. */
@Timeout(60)
public abstract class StoreAnswers {
    protected static final Timeouts SHORT = new Timeouts(
            Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(1), 1024);

    protected final List<String> asked = new CopyOnWriteArrayList<>();
    protected volatile Script script = exchange -> answer(exchange, 500, "");
    private HttpServer server;

    /** Responds to one request. */
    protected interface Script {
        void answer(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    final void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath());
            script.answer(exchange);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    final void stopServer() {
        server.stop(0);
    }

    protected final URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Sends a response whose body does not end until the client closes the connection. */
    protected static void endless(HttpExchange exchange, int status, String start, String rest) throws IOException {
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().write(start.getBytes(UTF_8));
        byte[] more = rest.getBytes(UTF_8);
        try {
            while (true) {
                exchange.getResponseBody().write(more);
            }
        } catch (IOException e) {
            // the client has ended the connection
        }
    }

    protected static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
