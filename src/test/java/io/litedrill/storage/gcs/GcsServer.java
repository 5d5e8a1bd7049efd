package io.litedrill.storage.gcs;

import io.litedrill.litestream.Tools;
import io.litedrill.storage.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * fake-gcs-server on 127.0.0.1, which implements Google's JSON interface and stores objects in memory. It checks no
 * credentials.
 */
public final class GcsServer implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ServerProcess process;

    private GcsServer(ServerProcess process) {
        this.process = process;
    }

    /** Starts a server; skips or fails the running test without its program. */
    public static GcsServer start(Path folder) throws IOException {
        String program = Tools.require("fake-gcs-server").toString();
        ServerProcess process = ServerProcess.start(
                "fake-gcs-server",
                folder,
                port -> List.of(
                        program,
                        "-scheme",
                        "http",
                        "-host",
                        "127.0.0.1",
                        "-port",
                        port,
                        "-backend",
                        "memory",
                        "-public-host",
                        "127.0.0.1:" + port,
                        "-external-url",
                        "http://127.0.0.1:" + port));
        return new GcsServer(process);
    }

    /** Returns its address. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Returns its port. */
    public int port() {
        return process.port();
    }

    /** Returns the environment variables that direct Google's clients to it. */
    public Map<String, String> environment() {
        return Map.of("STORAGE_EMULATOR_HOST", "127.0.0.1:" + port());
    }

    /** Returns the settings for one of its buckets. */
    public GcsSettings settings(String bucket) {
        return new GcsSettings(bucket, Optional.of(endpoint()));
    }

    /** Creates a bucket. */
    public void createBucket(String bucket) throws IOException {
        send(HttpRequest.newBuilder(endpoint().resolve("/storage/v1/b?project=p"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + bucket + "\"}")));
    }

    /** Writes an object. */
    public void put(String bucket, String key, byte[] content) throws IOException {
        send(HttpRequest.newBuilder(endpoint()
                        .resolve("/upload/storage/v1/b/" + bucket + "/o?uploadType=media&name=" + encoded(key)))
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(content)));
    }

    /** Deletes an object. */
    public void delete(String bucket, String key) throws IOException {
        send(HttpRequest.newBuilder(endpoint().resolve("/storage/v1/b/" + bucket + "/o/" + encoded(key)))
                .DELETE());
    }

    private static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> answer =
                    client.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IOException("status " + answer.statusCode() + ": " + answer.body());
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
