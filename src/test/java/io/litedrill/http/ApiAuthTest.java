package io.litedrill.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiAuthTest {
    private static final String METRICS_TOKEN = "only-for-scraping";
    private static final String POSTED = "/api/v1/databases/app%2Fmain.db/drills";

    @ParameterizedTest(name = "{0} {1}, sent: {2}")
    @CsvSource({
        "GET,  /metrics, none,    401",
        "HEAD, /metrics, none,    401",
        "GET,  /metrics, right,   401",
        "GET,  /metrics, basic,   401",
        "GET,  /metrics, metrics, 200",
        "GET,  /healthz, none,    200",
        "GET,  /readyz,  none,    200",
        "GET,  /api/v1/databases, none, 200",
        "POST, drills,   metrics, 401",
        "POST, /metrics, metrics, 401",
        "POST, drills,   right,   202",
    })
    void metricsMayHaveATokenOfTheirOwn(String method, String path, String sent, int status) {
        try (RunningApi api = RunningApi.withMetricsToken(METRICS_TOKEN)) {
            HttpRequest.Builder request =
                    api.request(path.equals("drills") ? POSTED : path).method(method, BodyPublishers.noBody());
            header(sent).ifPresent(value -> request.header("Authorization", value));

            HttpResponse<String> response = api.send(request);

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.body()).doesNotContain(METRICS_TOKEN);
        }
    }

    @ParameterizedTest(name = "{0}, token configured {1}, {2} {3}, sent: {4}")
    @CsvSource({
        // listens on, configured, method, path, sent, status
        "loopback, no,  GET,  /metrics,          none,  200",
        "loopback, no,  GET,  /api/v1/databases, none,  200",
        "loopback, no,  GET,  /openapi.yaml,     none,  200",
        "loopback, no,  POST, drills,            none,  403",
        "loopback, no,  POST, drills,            right, 403",
        "loopback, yes, GET,  /api/v1/databases, none,  200",
        "loopback, yes, GET,  /api/v1/databases, wrong, 200",
        "loopback, yes, POST, drills,            none,  401",
        "loopback, yes, POST, drills,            wrong, 401",
        "loopback, yes, POST, drills,            basic, 401",
        "loopback, yes, POST, drills,            empty, 401",
        "loopback, yes, POST, drills,            right, 202",
        "loopback, yes, POST, drills,            lower, 202",
        "loopback, yes, PUT,  drills,            none,  401",
        "loopback, yes, PUT,  drills,            right, 405",
        "beyond,   no,  GET,  /metrics,          none,  200",
        "beyond,   no,  GET,  /healthz,          none,  200",
        "beyond,   no,  GET,  /readyz,           none,  200",
        "beyond,   no,  GET,  /openapi.yaml,     none,  403",
        "beyond,   no,  GET,  /api/v1/databases, none,  403",
        "beyond,   no,  GET,  /nowhere,          none,  403",
        "beyond,   no,  POST, drills,            none,  403",
        "beyond,   no,  POST, /metrics,          none,  403",
        "beyond,   yes, GET,  /metrics,          none,  200",
        "beyond,   yes, GET,  /api/v1/databases, none,  401",
        "beyond,   yes, GET,  /api/v1/databases, wrong, 401",
        "beyond,   yes, GET,  /api/v1/databases, right, 200",
        "beyond,   yes, GET,  /openapi.yaml,     none,  401",
        "beyond,   yes, GET,  /nowhere,          none,  401",
        "beyond,   yes, GET,  /nowhere,          right, 404",
        "beyond,   yes, POST, drills,            none,  401",
        "beyond,   yes, POST, drills,            right, 202",
    })
    void whoMayDoWhat(String listens, String configured, String method, String path, String sent, int status) {
        Optional<String> token = configured.equals("yes") ? Optional.of(RunningApi.TOKEN) : Optional.empty();
        try (RunningApi api = RunningApi.with(token, listens.equals("loopback"))) {
            HttpRequest.Builder request =
                    api.request(path.equals("drills") ? POSTED : path).method(method, BodyPublishers.noBody());
            header(sent).ifPresent(value -> request.header("Authorization", value));

            HttpResponse<String> response = api.send(request);

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(api.backend.asked).hasSize(status == 202 ? 1 : 0);
            assertThat(response.headers().firstValue("WWW-Authenticate").isPresent())
                    .isEqualTo(status == 401);
            assertThat(response.body()).doesNotContain(RunningApi.TOKEN);
        }
    }

    private static Optional<String> header(String sent) {
        return switch (sent) {
            case "right" -> Optional.of("Bearer " + RunningApi.TOKEN);
            case "metrics" -> Optional.of("Bearer " + METRICS_TOKEN);
            case "lower" -> Optional.of("bearer " + RunningApi.TOKEN);
            case "wrong" -> Optional.of("Bearer " + RunningApi.TOKEN + "x");
            case "basic" -> Optional.of("Basic " + RunningApi.TOKEN);
            case "empty" -> Optional.of("Bearer ");
            default -> Optional.empty();
        };
    }

    @Test
    void withoutATokenTheAnswerSaysHowToGetOne() {
        try (RunningApi api = RunningApi.with(Optional.empty(), true)) {
            assertThat(api.post(POSTED).body())
                    .contains("Set token (or token_file) in litedrill.yml")
                    .contains("Authorization: Bearer TOKEN");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8377", "127.0.0.1", "127.1.2.3:80", "[::1]:8377", "localhost."})
    void onLoopbackTheHostMayBeAnyNameOfIt(String host) throws IOException {
        assertThat(answerTo(host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8377",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.evil",
                "192.168.0.7",
                "[::2]",
                "notlocalhost"
            })
    void onLoopbackAForeignHostIsRefusedEvenForReading(String host) throws IOException {
        assertThat(answerTo(host)).startsWith("HTTP/1.1 403").contains("set the Host header");
    }

    private static String answerTo(String host) throws IOException {
        try (RunningApi api = RunningApi.with(Optional.empty(), true)) {
            return api.raw("GET /api/v1/databases HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        }
    }

    @Test
    void anAbsoluteAddressInTheRequestCannotHideAForeignHost() throws IOException {
        try (RunningApi api = RunningApi.with(Optional.empty(), true)) {
            String request = String.join(
                    "\r\n",
                    "GET http://evil.example/api/v1/databases HTTP/1.1",
                    "Host: localhost",
                    "Connection: close",
                    "",
                    "");
            assertThat(api.raw(request)).doesNotStartWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metrics/../api/v1/databases",
                "/metrics/%2e%2e/api/v1/databases",
                "//api/v1/databases",
                "/metrics;/../api/v1/databases",
                "/api/v1/databases;x=1",
                "/%61pi/v1/databases",
                "/metrics%2f..%2fapi/v1/databases"
            })
    void noSpellingOfAnAddressGoesPastTheGuard(String path) throws IOException {
        try (RunningApi api = RunningApi.with(Optional.empty(), false)) {
            String answer = api.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(answer).containsPattern("^HTTP/1.1 (400|403|404)").doesNotContain("app/main.db");
        }
    }

    @Test
    void aTokenShowsNothingOfItself() {
        assertThat(BearerToken.of("ci", Role.VIEWER, "abc").toString()).doesNotContain("abc");
        assertThat(new ApiSettings("::1", 1, List.of(BearerToken.of("ci", Role.VIEWER, "abc")), Optional.empty())
                        .toString())
                .doesNotContain("abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "two words", "naïve", "line\nbreak"})
    void aTokenThatNoHeaderCanCarryIsRefused(String secret) {
        assertThatThrownBy(() -> BearerToken.of("ci", Role.VIEWER, secret))
                .hasMessageContaining("openssl rand -hex 32");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,false",
        "localhost,false",
        "::1,false",
        "127.9.9.9,false",
        "0.0.0.0,true",
        "::,true",
        "192.0.2.1,true"
    })
    void whatIsLoopbackIsDecidedByTheAddress(String host, boolean shut) {
        assertThat(Guard.of(new ApiSettings(host, 0, List.of(), Optional.empty()))
                        .isShut())
                .isEqualTo(shut);
    }
}
