package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Restores of one database, started and followed by a client of the API. */
record RestoresOverHttp(Http http, String database) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private String address() {
        return "/api/v1/databases/" + database + "/restores";
    }

    /** Sends this body, and returns any response. */
    HttpResponse<String> ask(String body) {
        return http.post(address(), body);
    }

    /**
     * Starts a restore over the live path, with more keys such as {@code "force":true}, and returns the id of its
     * run.
     */
    String order(String... keys) {
        HttpResponse<String> response = ask(live(keys));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        JsonObject started = JsonObject.parse(response.body());
        String id = started.text("id").orElseThrow();
        assertThat(response.headers().firstValue("Location")).contains("/api/v1/restores/" + id);
        assertThat(started.text("database")).contains(database);
        assertThat(started.text("state")).contains("running");
        return id;
    }

    /** Returns the body of a request over the live path. */
    static String live(String... keys) {
        return "{"
                + String.join(",", "\"target\":\"live\"", String.join(",", keys))
                        .replaceAll(",$", "") + "}";
    }

    /** Sends a request that is refused, and returns the reason. */
    String refused(int status, String body) {
        HttpResponse<String> response = ask(body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonObject problem = JsonObject.parse(response.body());
        assertThat(problem.text("type").orElseThrow()).startsWith("urn:litedrill:problem:");
        return problem.text("detail").orElseThrow();
    }

    /** Returns the preview of a restore over the live path. */
    JsonObject preview(String... keys) {
        HttpResponse<String> response = ask(live(
                Stream.concat(Stream.of("\"dry_run\":true"), Stream.of(keys)).toArray(String[]::new)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonObject.parse(response.body());
    }

    /** Returns the state of a run. */
    JsonObject run(String id) {
        HttpResponse<String> response = http.get("/api/v1/restores/" + id);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonObject.parse(response.body());
    }

    JsonObject awaitPhase(String id, String phase) {
        return await("phase " + phase + " of " + id)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> run(id),
                        run -> run.text("phase").filter(phase::equals).isPresent());
    }

    /** Waits for the end of a run, and returns its result. */
    JsonObject awaitResult(String id) {
        return await("the end of " + id)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> run(id),
                        run -> run.text("state").filter("done"::equals).isPresent())
                .object("result")
                .orElseThrow();
    }

    /** Returns past restores, newest first. */
    List<JsonObject> past() {
        return JsonObject.parse("{\"all\":" + http.get(address()).body() + "}")
                .objects("all")
                .orElseThrow();
    }
}
