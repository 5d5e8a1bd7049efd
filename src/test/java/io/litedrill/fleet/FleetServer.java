package io.litedrill.fleet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.litedrill.fleet.FleetReplicas.File;
import io.litedrill.fleet.FleetReplicas.Found;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An S3 server that responds to LIST and GET from a table, each after a delay. It verifies no signatures. */
final class FleetServer implements AutoCloseable {
    static final String BUCKET = "fleet";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final int PAGE = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(FleetServer.class);

    private final FleetReplicas replicas;
    private final long delayMillis;
    private final Consumer<Optional<String>> listed;
    private final HttpServer server;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4, task -> {
        Thread thread = new Thread(task, "fleet");
        thread.setDaemon(true);
        return thread;
    });

    /** A response. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Answer(int status, Map<String, String> headers, byte[] body) {}

    /**
     * Starts the server on loopback.
     *
     * @param listed receives the database of each LIST, and empty for each other request
     */
    FleetServer(FleetReplicas replicas, Duration delay, Consumer<Optional<String>> listed) throws IOException {
        // otherwise the body of a response waits some 40 ms until the client acknowledges the headers
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.replicas = replicas;
        this.delayMillis = delay.toMillis();
        this.listed = listed;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.createContext("/", this::accept);
        server.setExecutor(Runnable::run);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void accept(HttpExchange exchange) {
        var unused = threads.schedule(() -> send(exchange), delayMillis, TimeUnit.MILLISECONDS);
    }

    private void send(HttpExchange exchange) {
        try (exchange) {
            Answer answer = answer(exchange);
            answer.headers.forEach((key, value) -> exchange.getResponseHeaders().set(key, value));
            exchange.sendResponseHeaders(answer.status, answer.body.length == 0 ? -1 : answer.body.length);
            if (answer.body.length > 0) {
                exchange.getResponseBody().write(answer.body);
            }
        } catch (IOException ended) {
            LOG.debug("the daemon has closed a connection", ended);
        }
    }

    private Answer answer(HttpExchange exchange) {
        String path = URLDecoder.decode(exchange.getRequestURI().getRawPath(), StandardCharsets.UTF_8);
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        if (query.containsKey("list-type")) {
            String prefix = query.getOrDefault("prefix", "");
            listed.accept(replicas.owner(prefix).filter(owner -> !query.containsKey("delimiter")));
            return list(prefix, query);
        }
        listed.accept(Optional.empty());
        return replicas.file(path.substring(Math.min(path.length(), BUCKET.length() + 2)))
                .map(file -> body(
                        file, Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))))
                .orElse(new Answer(404, Map.of(), new byte[0]));
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : Optional.ofNullable(raw).orElse("").split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private Answer list(String prefix, Map<String, String> query) {
        String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
        int most = Integer.parseInt(query.getOrDefault("max-keys", String.valueOf(PAGE)));
        StringBuilder items = new StringBuilder();
        String last = "";
        int size;
        if (query.containsKey("delimiter")) {
            List<String> folders = replicas.folders(prefix, after, most);
            folders.forEach(folder -> items.append("<CommonPrefixes><Prefix>")
                    .append(encoded(folder))
                    .append("</Prefix></CommonPrefixes>"));
            size = folders.size();
            last = size == 0 ? "" : folders.get(size - 1);
        } else {
            List<Found> objects = replicas.objects(prefix, after, most);
            objects.forEach(object -> items.append(item(object)));
            size = objects.size();
            last = size == 0 ? "" : objects.get(size - 1).key();
        }
        boolean more = size == most;
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult><Name>" + BUCKET
                + "</Name><EncodingType>url</EncodingType><KeyCount>" + size + "</KeyCount><IsTruncated>" + more
                + "</IsTruncated>" + (more ? "<NextContinuationToken>" + last + "</NextContinuationToken>" : "") + items
                + "</ListBucketResult>";
        return new Answer(200, Map.of("Content-Type", "application/xml"), xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String item(Found object) {
        return "<Contents><Key>" + encoded(object.base()) + object.file().listed();
    }

    private static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    private static Answer body(File file, Optional<String> range) {
        byte[] content = file.content();
        Map<String, String> headers = new HashMap<>(Map.of(
                "ETag",
                "\"" + file.etag() + "\"",
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(file.modified().atOffset(ZoneOffset.UTC))));
        Matcher matcher = RANGE.matcher(range.orElse(""));
        if (!matcher.matches()) {
            return new Answer(200, headers, content);
        }
        int from = Integer.parseInt(matcher.group(1));
        int to = Math.min(content.length - 1, Integer.parseInt(matcher.group(2)));
        headers.put("Content-Range", "bytes " + from + "-" + to + "/" + content.length);
        return new Answer(206, headers, Arrays.copyOfRange(content, from, to + 1));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
