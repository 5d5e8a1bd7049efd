package io.litedrill.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.litedrill.hook.UrlOutcome.Answered;
import io.litedrill.hook.UrlOutcome.NoAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UrlCallerTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(5);

    private final UrlCaller caller = new UrlCaller();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            Integer status = answers.poll();
            exchange.sendResponseHeaders(status == null ? 200 : status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private UrlCall call(String path, String... json) {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return new UrlCall(uri, json.length == 0 ? Optional.empty() : Optional.of(json[0]), LONG);
    }

    @Test
    void getsAndPosts() {
        assertThat(caller.call(call("/ping")).succeeded()).isTrue();
        assertThat(caller.call(call("/hook?a=b", "{\"x\":1}")).succeeded()).isTrue();
        assertThat(received).containsExactly("GET /ping ", "POST /hook?a=b {\"x\":1}");
    }

    @Test
    void triesAgainWhatMayPass() {
        answers.addAll(List.of(500, 429));

        assertThat(caller.call(call("/ping"), 3, SHORT).succeeded()).isTrue();
        assertThat(received).hasSize(3);
    }

    @Test
    void doesNotRepeatWhatWasRefused() {
        answers.add(404);

        UrlOutcome outcome = caller.call(call("/secret-token"), 3, SHORT);

        assertThat(outcome).isEqualTo(new Answered(call("/").place(), 404));
        assertThat(outcome.text()).contains("status 404").doesNotContain("secret-token");
        assertThat(received).hasSize(1);
    }

    @Test
    void givesUpAfterItsTries() {
        answers.addAll(List.of(503, 503, 503, 503));

        assertThat(caller.call(call("/"), 3, SHORT).succeeded()).isFalse();
        assertThat(received).hasSize(3);
    }

    @Test
    void waitsForWhatIsStartingWhateverItSaysMeanwhile() {
        answers.addAll(List.of(503, 404, 500));

        assertThat(caller.callUntilWell(call("/health"), LONG, SHORT).succeeded())
                .isTrue();
        assertThat(received).hasSize(4);
    }

    @Test
    void stopsWaitingWhenTheTimeIsUp() {
        server.stop(0);

        UrlOutcome outcome = caller.callUntilWell(call("/health"), Duration.ofMillis(100), SHORT);

        assertThat(outcome).isInstanceOf(NoAnswer.class);
        assertThat(outcome.text()).contains("127.0.0.1", "refused");
    }

    @Test
    void doesNotWaitForASilentServer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/token");

            UrlOutcome outcome = caller.call(new UrlCall(uri, Optional.empty(), Duration.ofMillis(200)));

            assertThat(outcome.text()).contains("no answer within 0.2 s").doesNotContain("token");
        }
    }

    @Test
    void takesOnlyAddressesThatCanBeCalled() {
        for (String bad : List.of("ftp://host/secret", "file:///etc/passwd", "http:secret", "/secret")) {
            assertThatThrownBy(() -> new UrlCall(URI.create(bad), Optional.empty(), LONG))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("secret");
        }
    }
}
