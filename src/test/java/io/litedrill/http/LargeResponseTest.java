package io.litedrill.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics of thousands of databases are sent in parts, and arrive as one response of a known length. */
class LargeResponseTest {
    private static final int LENGTH = 3_000_000;

    @TempDir
    Path folder;

    private static String text(int length) {
        return new Random(1)
                .ints(length / 10, 100_000_000, 1_000_000_000)
                .mapToObj(number -> number + "\n")
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000, LENGTH})
    void itArrivesWhole(int length) {
        try (RunningApi api = RunningApi.usual(folder)) {
            api.metrics = text(length);

            HttpResponse<String> response = api.get("/metrics");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).startsWith(api.metrics).hasSizeLessThan(length + 100);
            assertThat(response.headers().firstValueAsLong("Content-Length"))
                    .hasValue(response.body().length());
        }
    }

    /** Prometheus accepts gzip. */
    @Test
    void itIsCompressedForAClientThatAcceptsIt() throws IOException {
        try (RunningApi api = RunningApi.usual(folder)) {
            api.metrics = text(LENGTH);

            HttpResponse<byte[]> response =
                    api.send(api.request("/metrics").header("Accept-Encoding", "gzip"), BodyHandlers.ofByteArray());

            assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
            assertThat(response.body()).hasSizeLessThan(LENGTH * 2 / 3);
            try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
                assertThat(new String(plain.readAllBytes(), UTF_8)).startsWith(api.metrics);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, LENGTH})
    void aRequestForItsHeadersAloneIsFollowedByTheNextOne(int length) {
        try (RunningApi api = RunningApi.usual(folder)) {
            api.metrics = text(length);

            HttpResponse<String> head =
                    api.send(api.request("/metrics").method("HEAD", HttpRequest.BodyPublishers.noBody()));

            assertThat(head.body()).isEmpty();
            assertThat(api.get("/metrics").body()).startsWith(api.metrics);
        }
    }
}
