package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests to the owner's heartbeat URLs by a running daemon and by the command line. */
class HeartbeatsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
        for (String name : List.of("sound", "damaged", "hung")) {
            GoldenReplica.load("ltx/basic")
                    .copyTo(folder.resolve(name), Instant.now().minusSeconds(60));
        }
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
            if (exchange.getRequestURI().getPath().startsWith("/hung")) {
                hold(released);
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aDrillThatPassesFailsOrCannotLook() throws Exception {
        Path file = folder.resolve("damaged/ltx/0/0000000000000004-0000000000000004.ltx");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        try (RunningDaemon daemon =
                RunningDaemon.of(configured(database("sound"), database("damaged"), database("away/nothing")))) {
            // drills that are due start 20 s apart
            for (String name : List.of("sound", "damaged", "away")) {
                assertThat(daemon.http()
                                .post("/api/v1/databases/" + name + "/drills", "")
                                .statusCode())
                        .isEqualTo(202);
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(received)
                            .contains("GET /sound", "GET /damaged/fail", "GET /away/nothing/log")
                            .anyMatch(one -> one.startsWith("POST") && one.contains("\"sound\"")));

            assertThat(received).noneMatch(one -> one.equals("GET /damaged") || one.equals("GET /away/nothing"));
            JsonNode kept =
                    json(daemon.http().get("/api/v1/databases/sound/drills").body());
            assertThat(kept.toString()).contains(posted("drill", "sound").toString());
        }
    }

    @Test
    void whatIsPostedIsWhatJsonPrints() throws Exception {
        configured(database("sound"));

        CommandLineRun drill = new CommandLineRun.User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .runs("drill", "sound", "--json");

        assertThat(drill.code()).as(drill.err()).isZero();
        assertThat(received).contains("GET /sound");
        assertThat(posted("drill", "sound")).isEqualTo(drill.json().get(0));
    }

    @Test
    void aCheckOnTheCommandLineSendsAHeartbeat() throws Exception {
        configured(database("sound"));

        CommandLineRun check = new CommandLineRun.User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .runs("check");

        assertThat(check.code()).as(check.err()).isZero();
        assertThat(received).containsExactly("GET /check");
    }

    @Test
    void restoresOnTheCommandLineSendHeartbeats() throws Exception {
        configured("""
              - name: sound
                path: '%s'
                replica: file://%s
                notify: {post: '%s'}
            """.formatted(folder.resolve("live.db"), folder.resolve("sound"), url("/results")));
        CommandLineRun.User user = new CommandLineRun.User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString());

        for (List<String> command : List.of(
                List.of("restore", "sound", "-o", "new.db", "--json"),
                List.of("restore", "sound", "--in-place", "--yes", "--json"),
                List.of("ensure", "sound", "--json"))) {
            Files.deleteIfExists(command.contains("ensure") ? folder.resolve("live.db") : folder.resolve("no.db"));
            received.clear();

            CommandLineRun run = user.runs(command.toArray(String[]::new));

            assertThat(run.code()).as(run.out() + run.err()).isZero();
            assertThat(posted("restore", "sound")).isEqualTo(run.json().get(0));
        }
    }

    @Test
    void anAddressThatHangsDelaysNoCheck() throws Exception {
        String labels = "{database=\"hung\",replica=\"file\"";
        try (RunningDaemon daemon = RunningDaemon.of(configured(database("hung")))) {
            await().atMost(PATIENCE).until(() -> !received.isEmpty());
            assertThat(daemon.http().post("/api/v1/databases/hung/drills", "").statusCode())
                    .isEqualTo(202);
            await().atMost(PATIENCE)
                    .until(() -> daemon.http().metric("litedrill_checks_total" + labels + ",verdict=\"ok\"") >= 4);
            await().atMost(PATIENCE)
                    .until(() -> daemon.http().metric("litedrill_last_passed_drill_timestamp_seconds" + labels) > 0);
            assertThat(received)
                    .as("two calls wait, as many as there are threads")
                    .hasSizeLessThanOrEqualTo(2);
            released.countDown();
        }
    }

    private JsonNode posted(String kind, String database) {
        return received.stream()
                .filter(one -> one.startsWith("POST /results "))
                .map(one -> json(one.substring("POST /results ".length())))
                .filter(body -> body.path("kind").asString().equals(kind))
                .map(body -> body.path("result"))
                .filter(result -> result.path("database").asString().equals(database))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private Path configured(String... databases) throws IOException {
        String settings = """
            listen: 127.0.0.1:0
            token: a-token-for-tests
            home: home
            check: {interval: 1s}
            databases:
            """;
        Files.writeString(folder.resolve("litedrill.yml"), settings + String.join("", databases));
        return folder;
    }

    private String database(String name) {
        return """
              - name: '%s'
                replica: file://%s
                notify: {drill_ping: '%s', check_ping: '%s', post: '%s', timeout: 20s}
            """.formatted(
                        name.replace("/nothing", ""),
                        folder.resolve(name),
                        url("/" + name),
                        url(name.equals("hung") ? "/hung/check" : "/check"),
                        url("/results"));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }
}
