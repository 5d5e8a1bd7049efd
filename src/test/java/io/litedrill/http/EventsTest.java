package io.litedrill.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Server-Sent Events as a client on a socket receives them. */
@Timeout(60)
class EventsTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final EventLimits USUAL = new EventLimits(60, 100, 1 << 20, Duration.ofMillis(100), LONG);

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void disconnect() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static JsonObject data(int number) {
        return JsonObject.with().put("number", number).build();
    }

    private Socket connect(RunningApi api, String headers) throws IOException {
        return connect(api, "127.0.0.1", headers);
    }

    private Socket connect(RunningApi api, String address, String headers) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(address, 0));
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.port));
        socket.setSoTimeout(30_000);
        socket.getOutputStream()
                .write(("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n").getBytes(UTF_8));
        sockets.add(socket);
        return socket;
    }

    /** Starts a client that reads. */
    private Reader listen(RunningApi api, String headers) throws IOException {
        return listen(api, "127.0.0.1", headers);
    }

    private Reader listen(RunningApi api, String address, String headers) throws IOException {
        Reader reader = new Reader(new BufferedReader(
                new InputStreamReader(connect(api, address, headers).getInputStream(), UTF_8)));
        assertThat(reader.next("HTTP/1.1")).isEqualTo("HTTP/1.1 200 OK");
        reader.next(": ");
        return reader;
    }

    private record Reader(BufferedReader in) {
        /** Returns the next line that starts with a text. */
        String next(String start) throws IOException {
            String line = in.readLine();
            while (line != null && !line.startsWith(start)) {
                line = in.readLine();
            }
            return String.valueOf(line);
        }
    }

    @Test
    void eventsArriveInOrderWithTypesAndIds() throws IOException {
        try (RunningApi api = RunningApi.withEvents(USUAL)) {
            Reader reader = listen(api, "");
            api.events.publish("check", data(1));
            api.events.publish("drill", data(2));

            assertThat(reader.next("id: ")).matches("id: [0-9a-f]{16}-1");
            assertThat(reader.next("event: ")).isEqualTo("event: check");
            assertThat(reader.next("data: ")).isEqualTo("data: {\"number\":1}");
            assertThat(reader.next("id: ")).matches("id: [0-9a-f]{16}-2");
            assertThat(reader.next("event: ")).isEqualTo("event: drill");
        }
    }

    @Test
    void theTypeOfTheResponseIsThatOfAnEventStream() throws IOException {
        try (RunningApi api = RunningApi.withEvents(USUAL)) {
            Reader reader = new Reader(
                    new BufferedReader(new InputStreamReader(connect(api, "").getInputStream(), UTF_8)));
            assertThat(reader.next("Content-Type")).isEqualTo("Content-Type: text/event-stream; charset=utf-8");
        }
    }

    @Test
    void aCommentArrivesWhileNothingHappens() throws IOException {
        try (RunningApi api = RunningApi.withEvents(USUAL)) {
            Reader reader = listen(api, "");
            for (int i = 0; i < 5; i++) {
                assertThat(reader.next(": ")).isEqualTo(": ");
            }
        }
    }

    @Test
    void aClientThatConnectsAgainReceivesWhatItMissed() throws IOException {
        try (RunningApi api = RunningApi.withEvents(USUAL)) {
            Reader reader = listen(api, "");
            api.events.publish("check", data(1));
            String id = reader.next("id: ").substring(4);
            for (int i = 2; i <= 50; i++) {
                api.events.publish("check", data(i));
            }

            Reader again = listen(api, "Last-Event-ID: " + id + "\r\n");
            for (int i = 2; i <= 50; i++) {
                assertThat(again.next("data: ")).isEqualTo("data: {\"number\":" + i + "}");
            }
        }
    }

    @Test
    void aClientThatMissedTooMuchReceivesAReset() throws IOException {
        try (RunningApi api = RunningApi.withEvents(USUAL)) {
            Reader reader = listen(api, "");
            api.events.publish("check", data(0));
            String id = reader.next("id: ").substring(4);
            for (int i = 1; i <= 150; i++) {
                api.events.publish("check", data(i));
            }

            for (String last : List.of(id, "0123456789abcdef-7", "x", id.substring(0, 17) + "999")) {
                Reader again = listen(api, "Last-Event-ID: " + last + "\r\n");
                assertThat(again.next("event: ")).as(last).isEqualTo("event: reset");
            }
        }
    }

    @Test
    void aFurtherListenerTakesThePlaceOfTheOldest() throws IOException {
        try (RunningApi api = RunningApi.withEvents(USUAL)) {
            for (int i = 0; i < 60; i++) {
                listen(api, "");
            }
            Reader newest = listen(api, "");

            assertThat(isEnded(sockets.get(0))).isTrue();
            assertThat(api.events.listeners()).isEqualTo(60);
            api.events.publish("check", data(1));
            assertThat(newest.next("data: ")).isEqualTo("data: {\"number\":1}");
        }
    }

    @Test
    void listenersOfAnotherAddressKeepTheirPlace() throws IOException {
        try (RunningApi api = RunningApi.withEvents(USUAL)) {
            Reader owner = listen(api, "127.0.0.2", "");
            for (int i = 0; i < 130; i++) {
                listen(api, "");
            }

            assertThat(api.events.listeners()).isEqualTo(60);
            api.events.publish("check", data(1));
            assertThat(owner.next("data: ")).isEqualTo("data: {\"number\":1}");
        }
    }

    /** Reads the bytes before the end, and returns whether the connection ended. */
    private static boolean isEnded(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void listenersThatNeverReadDelayNoPublisherAndAreDropped() throws IOException {
        EventLimits limits = new EventLimits(60, 1000, 1 << 20, Duration.ofMillis(100), Duration.ofSeconds(2));
        try (RunningApi api = RunningApi.withEvents(limits)) {
            for (int i = 0; i < 50; i++) {
                connect(api, "");
            }
            await().until(() -> api.events.listeners() == 50);
            Reader reader = listen(api, "");
            JsonObject large = JsonObject.with().put("text", "x".repeat(10_000)).build();
            for (int i = 0; i < 500; i++) {
                api.events.publish("check", large);
                reader.next("data: ");
            }

            assertThat(api.get("/api/v1/databases").statusCode()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(20)).until(() -> api.events.listeners() == 1);
            api.events.publish("check", data(1));
            assertThat(reader.next("data: {\"number")).isEqualTo("data: {\"number\":1}");
        }
    }

    @Test
    void theMethodHeadOpensNoStream() {
        try (RunningApi api = RunningApi.withEvents(USUAL)) {
            var response = api.send(
                    api.request("/api/v1/events").method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(api.events.listeners()).isZero();
        }
    }
}
