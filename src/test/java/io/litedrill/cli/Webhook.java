package io.litedrill.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The receiver of Alertmanager's notifications. */
final class Webhook implements AutoCloseable {
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Text> texts = new CopyOnWriteArrayList<>();

    /** The description of one alert of one notification. */
    private record Text(String alert, String status, String description) {}

    /**
     * One alert of one notification.
     *
     * @param status {@code firing} or {@code resolved}
     * @param database empty for an alert about the monitor itself
     */
    record Received(String alert, String status, String database) {}

    private Webhook(HttpServer server) {
        this.server = server;
    }

    static Webhook start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Webhook webhook = new Webhook(server);
        server.createContext("/", webhook::take);
        server.start();
        return webhook;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode message =
                    JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
            for (JsonNode alert : message.path("alerts")) {
                JsonNode labels = alert.path("labels");
                texts.add(new Text(
                        labels.path("alertname").asString(),
                        alert.path("status").asString(),
                        alert.path("annotations").path("description").asString("")));
                received.add(new Received(
                        labels.path("alertname").asString(),
                        alert.path("status").asString(),
                        labels.path("database").asString("")));
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/alerts";
    }

    /** Returns all alerts up to now, in order. */
    List<Received> received() {
        return List.copyOf(received);
    }

    /** Returns the descriptions of an alert up to now, in order. */
    List<String> texts(String alert, String status) {
        return texts.stream()
                .filter(text -> text.alert().equals(alert) && text.status().equals(status))
                .map(Text::description)
                .toList();
    }

    boolean received(String alert, String status, String database) {
        return received.contains(new Received(alert, status, database));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
