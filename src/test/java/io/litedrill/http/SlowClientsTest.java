package io.litedrill.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that send or read slowly block no threads of others, and are disconnected after a limit. */
@Timeout(60)
class SlowClientsTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final String POST = "POST " + RunningApi.DATABASE
            + "/restores HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + RunningApi.TOKEN
            + "\r\nContent-Type: application/json\r\n";

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void disconnect() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private Socket connect(RunningApi api, String text) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.port));
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        sockets.add(socket);
        return socket;
    }

    private static ClientLimits limits(Duration time) {
        return new ClientLimits(time, time, time, 10_000, 1L << 40);
    }

    private static void assertAnswersAtOnce(RunningApi api) {
        for (String path : List.of("/healthz", "/readyz", "/metrics", "/api/v1/databases")) {
            long start = System.nanoTime();
            assertThat(api.get(path).statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(path).isLessThan(Duration.ofSeconds(5));
        }
    }

    /** Waits until the server closes the connection, and returns the rest of the response, or {@code reset}. */
    private static String rest(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return "reset";
        }
    }

    @Test
    void slowBodiesDelayNoOther() throws IOException {
        try (RunningApi api = RunningApi.limited(limits(LONG))) {
            for (int i = 0; i < 100; i++) {
                connect(api, POST + "Content-Length: 100\r\n\r\n{");
                connect(api, POST + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n");
                connect(api, POST.replace(RunningApi.DATABASE + "/restores", "/healthz") + "Content-Length: 9\r\n\r\n");
            }
            assertAnswersAtOnce(api);
        }
    }

    @Test
    void aBodyHasATimeLimitAlsoWhenItTrickles() throws IOException {
        try (RunningApi api = RunningApi.limited(limits(SHORT))) {
            Socket silent = connect(api, POST + "Content-Length: 100\r\n\r\n{");
            Socket trickling = connect(api, POST + "Content-Length: 100000\r\n\r\n");
            await().pollInterval(Duration.ofMillis(50))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> isCut(trickling));

            assertThat(rest(silent))
                    .startsWith("HTTP/1.1 408")
                    .contains("urn:litedrill:problem:request-timeout", "Connection: close");
            assertThat(api.backend.asked).isEmpty();
        }
    }

    private static boolean isCut(Socket socket) {
        try {
            socket.getOutputStream().write(' ');
            return socket.getInputStream().available() > 0;
        } catch (IOException closed) {
            return true;
        }
    }

    @Test
    void headersHaveATimeLimitAlsoWhenTheyTrickle() throws IOException {
        try (RunningApi api = RunningApi.limited(limits(SHORT))) {
            Socket trickling = connect(api, "GET /healthz HTTP/1.1\r\nX: ");
            await().pollInterval(Duration.ofMillis(50))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> isCut(trickling));
            assertThat(rest(connect(api, "GET / HT"))).doesNotStartWith("HTTP/1.1 200");
        }
    }

    /** A client that keeps its connection has the same time limit for its next request, after any pause. */
    @Test
    void theTimeLimitOfHeadersBeginsWithTheirFirstByte() throws IOException {
        try (RunningApi api = RunningApi.limited(limits(Duration.ofSeconds(8)))) {
            Socket kept = connect(api, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await().until(() -> kept.getInputStream().available() > 0);
            int first = kept.getInputStream().read(new byte[10_000]);
            await().pollDelay(Duration.ofSeconds(9)).until(() -> true);

            kept.getOutputStream().write("GET /healthz HTTP/1.1\r\nHo".getBytes(ISO_8859_1));
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            kept.getOutputStream().write("st: localhost\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));

            assertThat(first).isPositive();
            assertThat(rest(kept)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void clientsThatDoNotReadDelayNoOtherAndAreCutOff() throws IOException {
        try (RunningApi api = RunningApi.limited(limits(Duration.ofSeconds(3)))) {
            api.metrics = "x".repeat(10 << 20);
            for (int i = 0; i < 17; i++) {
                connect(api, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
            connect(api, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1000));
            Socket last = connect(api, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await().until(() -> last.getInputStream().available() > 0);
            api.metrics = "";
            assertAnswersAtOnce(api);

            await().atMost(Duration.ofSeconds(20)).until(() -> api.openConnections() < 6);
            assertThat(rest(last).length()).isLessThan(10 << 20);
        }
    }

    @Test
    void unreadResponsesTakeBoundedMemory() throws IOException {
        try (RunningApi api = RunningApi.limited(new ClientLimits(LONG, LONG, LONG, 10_000, 20 << 20))) {
            api.metrics = "x".repeat(4 << 20);
            Socket first = connect(api, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await().until(() -> first.getInputStream().available() > 0);
            for (int i = 0; i < 20; i++) {
                connect(api, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> api.openConnections() < 8);

            assertThat(rest(first).length()).isLessThan(4 << 20);
            assertThat(api.get("/metrics").body()).hasSizeGreaterThan(4 << 20);
        }
    }

    @Test
    void idleConnectionsMakeRoomForNewOnes() throws IOException {
        try (RunningApi api = RunningApi.limited(new ClientLimits(LONG, LONG, LONG, 50, 1L << 40))) {
            Socket first = connect(api, "");
            for (int i = 0; i < 200; i++) {
                connect(api, i % 2 == 0 ? "" : POST + "Content-Length: 100\r\n\r\n{");
            }
            assertAnswersAtOnce(api);
            assertThat(rest(first)).isIn("", "reset");
            assertThat(api.openConnections()).isLessThanOrEqualTo(51);
        }
    }

    @Test
    void hangingHandlersDelayNoHealthCheck() throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (RunningApi api = RunningApi.limited(limits(LONG))) {
            api.beforeMetrics = () -> {
                begun.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
            Socket hanging = connect(api, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            await().until(() -> begun.getCount() == 0);
            for (int i = 0; i < 120; i++) {
                connect(api, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
            assertThat(api.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(api.get("/readyz").statusCode()).isEqualTo(200);
            await().untilAsserted(() -> {
                assertThat(api.get("/openapi.yaml").statusCode()).isEqualTo(503);
            });
            end.countDown();
            assertThat(rest(hanging)).startsWith("HTTP/1.1 200");
        } finally {
            end.countDown();
        }
    }

    @Test
    void aBodyInPiecesArrivesWhole() throws IOException {
        try (RunningApi api = RunningApi.limited(limits(LONG))) {
            Socket socket = connect(api, POST + "Expect: 100-continue\r\nContent-Length: 17\r\n\r\n");
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(25), ISO_8859_1)).startsWith("HTTP/1.1 100");
            for (String part : List.of("{\"target\"", ":\"li", "ve\"}")) {
                socket.getOutputStream().write(part.getBytes(ISO_8859_1));
                socket.getOutputStream().flush();
            }
            assertThat(new String(in.readNBytes(12), ISO_8859_1)).isEqualTo("HTTP/1.1 202");
            assertThat(api.backend.orders).hasSize(1);
        }
    }
}
