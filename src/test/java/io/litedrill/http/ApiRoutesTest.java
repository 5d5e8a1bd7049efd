package io.litedrill.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.http.Views.Kind;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiRoutesTest {
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

    @Test
    void metricsComeInTheFormatThatWasAskedFor() {
        HttpResponse<String> response =
                api().send(api().request("/metrics").header("Accept", "application/openmetrics-text"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body()).isEqualTo("up 1 # Optional[application/openmetrics-text]");
    }

    @Test
    void theProcessLives() {
        assertThat(api().get("/healthz").body()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    void readyNamesEachComponent() {
        api().components.put("history", ComponentState.READY);
        assertThat(api().get("/readyz").statusCode()).isEqualTo(200);

        api().components.put("scheduler", new ComponentState(false, "not started"));
        HttpResponse<String> response = api().get("/readyz");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body())
                .isEqualTo("{\"status\":\"not ready\",\"components\":{\"history\":{\"ready\":true,\"detail\":\"\"},"
                        + "\"scheduler\":{\"ready\":false,\"detail\":\"not started\"}}}");
    }

    @Test
    void describesItself() {
        HttpResponse<String> response = api().get("/openapi.yaml");

        assertThat(response.headers().firstValue("Content-Type")).contains("application/yaml");
        assertThat(response.body()).startsWith("openapi: 3.1.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/api/v1/databases                               | [{\"name\":\"app/main.db\",\"replicas\":[]}]",
                "/api/v1/databases/app%2Fmain.db                 | {\"name\":\"app/main.db\",\"replicas\":[]}",
                "/api/v1/databases/app%2Fmain.db/window          | {\"spans\":[],\"gaps\":[],\"around\":null}",
                "/api/v1/databases/app%2Fmain.db/window?around=2026-11-23T13:00:00%2B01:00 |"
                        + " {\"spans\":[],\"gaps\":[],\"around\":{\"time\":\"2026-11-23T12:00:00Z\"}}",
                "/api/v1/databases/app%2Fmain.db/checks          | [{\"kind\":\"CHECKS\",\"limit\":100}]",
                "/api/v1/databases/app%2Fmain.db/drills?limit=7  | [{\"kind\":\"DRILLS\",\"limit\":7}]",
                "/api/v1/databases/app%2Fmain.db/restores        | [{\"kind\":\"RESTORES\",\"limit\":100}]",
            })
    void showsWhatStandsBehindIt(String path, String body) {
        HttpResponse<String> response = api().get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.headers().firstValue("Server")).isEmpty();
        assertThat(response.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "99999999999", "many", ""})
    void aLimitOutOfRangeIsRefused(String limit) {
        HttpResponse<String> response = api().get(RunningApi.DATABASE + "/checks?limit=" + limit);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("limit: 1 to 1000. Found: " + limit);
    }

    @Test
    void aDrillIsVisibleByItsIdFromTheFirstMoment() {
        HttpResponse<String> response = api().post(RunningApi.DATABASE + "/drills");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Location")).contains("/api/v1/drills/run-1");
        assertThat(response.body())
                .isEqualTo("{\"id\":\"run-1\",\"database\":\"app/main.db\",\"state\":\"running\",\"attached\":false}");
        assertThat(api().get("/api/v1/drills/run-1").body())
                .isEqualTo("{\"id\":\"run-1\",\"database\":\"app/main.db\",\"state\":\"running\",\"phase\":null,"
                        + "\"bytes\":null,\"bytes_total\":null,\"pages\":null,\"seconds_left\":null,\"result\":null}");

        api().backend.end(Kind.DRILLS, "run-1", "{\"outcome\":\"passed\"}");
        assertThat(api().get("/api/v1/drills/run-1").body())
                .isEqualTo("{\"id\":\"run-1\",\"database\":\"app/main.db\",\"state\":\"done\",\"phase\":null,"
                        + "\"bytes\":null,\"bytes_total\":null,\"pages\":null,\"seconds_left\":null,"
                        + "\"result\":{\"outcome\":\"passed\"}}");
        assertThat(api().get("/api/v1/restores/run-1").statusCode()).isEqualTo(404);
    }

    @Test
    void aCheckIsRunAndFoundInTheList() {
        HttpResponse<String> response = api().post(RunningApi.DATABASE + "/checks", "{}");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Location")).contains(RunningApi.DATABASE + "/checks");
        assertThat(api().backend.asked).containsExactly("CHECKS run-1");
    }

    @Test
    void headAnswersAsGetWithoutABody() {
        HttpResponse<String> response = api().send(api().request("/healthz").method("HEAD", BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }
}
