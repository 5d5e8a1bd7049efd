package io.litedrill.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.json.JsonObject;
import io.litedrill.recover.Audit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiErrorsTest {
    @TempDir
    private Path folder;

    private Optional<RunningApi> running = Optional.empty();

    @BeforeEach
    void start() {
        running = Optional.of(RunningApi.usual(folder));
    }

    @AfterEach
    void stop() {
        running.ifPresent(RunningApi::close);
    }

    private RunningApi api() {
        return running.orElseThrow();
    }

    private static void assertProblem(HttpResponse<String> response, int status, String type, String detail) {
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonObject body = JsonObject.parse(response.body());
        assertThat(body.integer("status")).contains((long) status);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(body.text("type")).contains("urn:litedrill:problem:" + type);
        assertThat(body.text("title").orElseThrow()).isNotBlank();
        assertThat(body.text("detail").orElseThrow()).contains(detail);
        assertThat(body.text("instance")).contains(response.uri().getRawPath());
    }

    @ParameterizedTest
    @CsvSource({
        "/nowhere, /openapi.yaml",
        "/page/nothing.js, Open the page itself at /",
        "/page/..%2fopenapi.yaml, Open the page itself at /",
        "/page/%2e%2e, Open the page itself at /",
        "/page/logback.xml, Open the page itself at /",
        "/page/Main.js, Open the page itself at /",
        "/api/v1/databases/nobody/trend, No database is named nobody",
        "/api/v1/databases/nobody/plan, No database is named nobody",
        "/api/v1/databases/nobody/scrubs, No database is named nobody",
        "/api/v1/databases/nobody, GET /api/v1/databases lists",
        "/api/v1/databases/nobody/window, No database is named nobody",
        "/api/v1/databases/nobody/checks, No database is named nobody",
        "/api/v1/databases/nobody/drills, No database is named nobody",
        "/api/v1/databases/nobody/restores, No database is named nobody",
        "/api/v1/databases/a%22b, No database is named a\"b",
        "/api/v1/drills/none, No run has this id",
        "/api/v1/restores/none, /api/v1/databases/{name}/restores lists",
    })
    void whatIsNotThereIsSaidSo(String path, String detail) {
        assertProblem(api().get(path), 404, "not-found", detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"checks", "drills"})
    void anUnknownDatabaseIsNotRun(String kind) {
        assertProblem(api().post("/api/v1/databases/nobody/" + kind), 404, "not-found", "No database is named nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/api/v1/databases", "/api/v1/drills/x"})
    void anotherMethodIsRefused(String path) {
        assertProblem(api().post(path), 405, "method-not-allowed", "/openapi.yaml");
    }

    @Test
    void aStoreThatDoesNotAnswerIsNoMistake() {
        assertProblem(api().get("/api/v1/databases/down/window"), 503, "unavailable", "the store does not answer");
    }

    @Test
    void anInternalErrorShowsNoDetails() {
        HttpResponse<String> response = api().get("/api/v1/databases/broken/window");

        assertProblem(response, 500, "internal", "See its log for details");
        assertThat(response.body()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"x\"", "{} {}", "{\"a\":1,\"a\":2}", "nonsense", "{\"a\":1e99999}"})
    void whatIsNotOneJsonObjectIsRefused(String body) {
        assertProblem(
                api().post(RunningApi.DATABASE + "/restores", body), 400, "bad-request", "must be one JSON object");
    }

    @Test
    void unusedSettingsAreRefused() {
        assertProblem(
                api().post(RunningApi.DATABASE + "/drills", "{\"point\":{}}"), 400, "bad-request", "takes no settings");
        assertThat(api().backend.asked).isEmpty();
    }

    @Test
    void nestingWithoutEndIsRefused() {
        assertProblem(
                api().post(RunningApi.DATABASE + "/restores", "{\"a\":".repeat(5000)),
                400,
                "bad-request",
                "must be one JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonx"})
    void aBodyThatDoesNotSayJsonIsRefused(String contentType) {
        assertProblem(
                api().post(RunningApi.DATABASE + "/drills", contentType, BodyPublishers.ofString("{}")),
                415,
                "unsupported-media-type",
                "Content-Type: application/json");
        assertThat(api().backend.asked).isEmpty();
    }

    @Test
    void aCharacterSetBehindTheTypeIsFine() {
        assertThat(api().post(
                                RunningApi.DATABASE + "/drills",
                                "application/json; charset=utf-8",
                                BodyPublishers.ofString("{}"))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aLargeBodyIsRefusedWithItsLengthStatedOrNot() {
        byte[] large = new byte[70_000];

        assertProblem(
                api().post(RunningApi.DATABASE + "/drills", "application/json", BodyPublishers.ofByteArray(large)),
                413,
                "too-large",
                "65536 bytes");
        assertProblem(
                api().post(
                                RunningApi.DATABASE + "/drills",
                                "application/json",
                                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))),
                413,
                "too-large",
                "65536 bytes");
    }

    @Test
    void whatIsQuotedBackIsShort() {
        HttpResponse<String> response =
                api().post(RunningApi.DATABASE + "/drills", "{\"a\":\"" + "x".repeat(60_000) + "\"}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).hasSizeLessThan(1500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NONSENSE\r\n\r\n", "GET /x HTTP/1.1\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"})
    void whatIsNoRequestIsAnsweredWithAProblemToo(String text) throws IOException {
        assertThat(api().raw(text)).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }

    @Test
    void anotherVersionOfTheProtocolIsABadRequest() throws IOException {
        assertThat(api().raw("GET /healthz HTTP/1.2\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 505")
                .contains("urn:litedrill:problem:bad-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Transfer-Encoding: chunked, identity",
                "Content-Length: 0\r\nContent-Length: 5",
                "Content-Length: 0, 5",
                "Host: localhost"
            })
    void anUnclearEndOfABodyHidesNoSecondRequest(String headers) throws IOException {
        String hidden = "POST " + RunningApi.DATABASE + "/drills HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + RunningApi.TOKEN + "\r\nContent-Length: 0\r\n\r\n";

        assertThat(api().raw("POST /metrics HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n\r\n0\r\n\r\n" + hidden))
                .startsWith("HTTP/1.1 400")
                .containsOnlyOnce("HTTP/1.1");
        assertThat(api().backend.asked).isEmpty();
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        ApiSettings settings = new ApiSettings("127.0.0.1", api().port, List.of(), Optional.empty());
        Backend backend = new Backend();
        ApiPorts ports = new ApiPorts(
                accept -> new MetricsSource.Exposition("text/plain", out -> {}),
                Map::of,
                backend,
                backend,
                Audit.NONE,
                new EventStream());
        try (ApiServer second = new ApiServer(settings, ports)) {
            assertThatThrownBy(second::start)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + api().port)
                    .hasMessageContaining("Choose another port");
        }
    }
}
