package io.litedrill.notify;

import static io.litedrill.json.SampleResults.GAP;
import static io.litedrill.json.SampleResults.NOON;
import static io.litedrill.json.SampleResults.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.litedrill.check.ReplicaId;
import io.litedrill.json.SampleResults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

@Timeout(60)
class NotifierTest {
    private static final Duration SHORT = Duration.ofMillis(10);

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (exchange.getRequestURI().getPath().startsWith("/hung")) {
                await().until(() -> released.getCount() == 0);
            }
            received.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
            exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 503 : 200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
    }

    private Optional<URI> url(String path) {
        return Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
    }

    private Notifier notifier(Recipients recipients) {
        return new Notifier(Map.of("shop", recipients), SentStates.in(Optional.empty()), SHORT, InstantSource.system());
    }

    private Recipients heartbeats() {
        return new Recipients(url("/drill"), url("/check?x=1"), Optional.empty(), false, Duration.ofSeconds(10));
    }

    @Test
    void heartbeatsSayHowItWent() {
        try (Notifier notifier = notifier(heartbeats())) {
            notifier.drills().accept(SampleResults.passedDrill(SHOP, "a", NOON));
            await().until(() -> received.size() == 1);
            notifier.drills().accept(SampleResults.failedDrill(SHOP, "b", NOON));
            await().until(() -> received.size() == 2);
            notifier.checks().accept(SampleResults.check(SHOP, NOON));
            await().until(() -> received.size() == 3);
            notifier.checks().accept(SampleResults.check(SHOP, NOON, GAP));
            await().until(() -> received.size() == 4);
            notifier.checks().accept(SampleResults.blindCheck(SHOP, NOON));
            await().until(() -> received.size() == 5);
        }

        assertThat(received)
                .containsExactly(
                        "GET /drill", "GET /drill/fail", "GET /check?x=1", "GET /check/fail?x=1", "GET /check/log?x=1");
    }

    @Test
    void postsDrillsAndRestoresAndChecksOnlyWhenWanted() {
        Recipients noChecks =
                new Recipients(Optional.empty(), Optional.empty(), url("/hook"), false, Duration.ofSeconds(10));
        try (Notifier notifier = notifier(noChecks)) {
            notifier.checks().accept(SampleResults.check(SHOP, NOON));
            notifier.drills().accept(SampleResults.passedDrill(SHOP, "a", NOON));
        }
        assertThat(received)
                .singleElement()
                .asString()
                .startsWith("POST /hook {\"kind\":\"drill\",\"result\":{\"database\":\"shop\"")
                .contains("\"outcome\":\"passed\"");

        Recipients all = new Recipients(Optional.empty(), Optional.empty(), url("/hook"), true, Duration.ofSeconds(10));
        try (Notifier notifier = notifier(all)) {
            notifier.checks().accept(SampleResults.check(SHOP, NOON));
        }
        assertThat(received.get(1)).startsWith("POST /hook {\"kind\":\"check\"");
    }

    @Test
    void triesAgainWhenItIsRefused() {
        refusals.set(2);
        try (Notifier notifier = notifier(heartbeats())) {
            notifier.drills().accept(SampleResults.passedDrill(SHOP, "a", NOON));
        }
        assertThat(received).containsExactly("GET /drill", "GET /drill", "GET /drill");
    }

    @Test
    void theLogNamesTheKeyAndNotTheAddressThatFailed() {
        Logger logger = (Logger) LoggerFactory.getLogger(Notifier.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        refusals.set(100);
        Recipients who = new Recipients(
                url("/hush-drill"), url("/hush-check?hush=1"), url("/hush-post"), false, Duration.ofSeconds(10));
        try (Notifier notifier = notifier(who)) {
            notifier.drills().accept(SampleResults.passedDrill(SHOP, "a", NOON));
            notifier.checks().accept(SampleResults.check(SHOP, NOON));
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.startsWith("shop (s3): notify.drill_ping "))
                .anyMatch(line -> line.startsWith("shop (s3): notify.check_ping "))
                .anyMatch(line -> line.startsWith("shop (s3): notify.post "))
                .noneMatch(line -> line.contains("hush"));
    }

    @Test
    void reportsOnlyTheWantedDatabases() {
        try (Notifier notifier = notifier(heartbeats())) {
            notifier.drills().accept(SampleResults.passedDrill(new ReplicaId("other", "s3"), "a", NOON));
        }
        assertThat(received).isEmpty();
    }

    @Test
    void isNeverInTheWayOfTheWork() {
        Recipients hung =
                new Recipients(url("/hung"), Optional.empty(), Optional.empty(), false, Duration.ofSeconds(50));
        Notifier notifier = notifier(hung);
        long start = System.nanoTime();
        for (int i = 0; i < 3_000; i++) {
            notifier.drills().accept(SampleResults.passedDrill(SHOP, "a", NOON));
        }
        notifier.close(Duration.ofMillis(50));

        assertThat(received).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource({
        "https://hc.example/uuid,       SUCCESS, https://hc.example/uuid",
        "https://hc.example/uuid/,      FAIL,    https://hc.example/uuid/fail",
        "https://hc.example/uuid/,      SUCCESS, https://hc.example/uuid/",
        "https://hc.example/a?b=c,      LOG,     https://hc.example/a/log?b=c",
        "https://hc.example,            FAIL,    https://hc.example/fail",
    })
    void theWordComesAfterThePath(String ping, Heartbeat heartbeat, String said) {
        assertThat(heartbeat.at(URI.create(ping))).hasToString(said);
    }
}
