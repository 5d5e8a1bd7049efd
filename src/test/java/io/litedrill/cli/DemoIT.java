package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code litedrill demo} from the packaged jar, as a new user runs it. */
class DemoIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern METRICS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/metrics");

    @TempDir
    Path folder;

    @Test
    void onceShowsATableAndLeavesNothing() throws Exception {
        try (LitedrillProcess process = LitedrillProcess.start(folder, "demo", "--once")) {
            assertThat(process.awaitExit()).as(process.log()).isZero();
        }
        assertThat(lines())
                .anyMatch(line -> line.matches("sound-wal +ok .* passed .*"))
                .anyMatch(line -> line.matches("sound-ltx +ok .* passed .*"))
                .anyMatch(line -> line.matches("broken-ltx +critical .* failed .*"))
                .contains("critical gap: broken-ltx (file)")
                .contains("The copies are removed now. Without --once, the demo keeps them until Ctrl-C,")
                .noneMatch(line -> line.matches(".*litedrill \\w+ /.*"));
        assertThat(demoFolders()).isEmpty();
    }

    @Test
    void staysUntilItIsStoppedAndLeavesNothing() throws Exception {
        try (LitedrillProcess process = LitedrillProcess.start(folder, "demo")) {
            await().atMost(PATIENCE).until(() -> lines().stream().anyMatch(line -> line.startsWith("Ctrl-C")));
            Matcher address = METRICS.matcher(LitedrillProcess.output(folder));
            assertThat(address.find()).isTrue();
            HttpResponse<String> metrics = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(address.group())).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(metrics.body()).contains("litedrill_finding{code=\"gap\",database=\"broken-ltx\"");
            assertThat(lines().get(0)).startsWith(address.group().replace("metrics", "") + " shows the page");
            assertAWeekIsShown(new Http(URI.create(address.group()).getPort(), ""));

            process.terminate();
            assertThat(process.awaitExit()).isZero();
        }
        assertThat(demoFolders()).isEmpty();
    }

    private static void assertAWeekIsShown(Http http) {
        List<JsonObject> rows = JsonObject.parse(http.get("/api/v1/board").body())
                .objects("databases")
                .orElseThrow();
        Instant now = Instant.now();
        assertThat(rows).hasSize(3).allSatisfy(row -> {
            assertThat(row.time("window_start").orElseThrow()).isBefore(now.minus(Duration.ofDays(6)));
            assertThat(row.objects("drill_trend").orElseThrow()).hasSizeGreaterThan(6);
        });
        assertThat(rows.stream().map(row -> row.text("verdict").orElseThrow()))
                .containsOnlyOnce("critical")
                .contains("ok");
        assertThat(rows)
                .anySatisfy(
                        row -> assertThat(row.time("proved_at").orElseThrow()).isBefore(now.minus(Duration.ofDays(2))));
    }

    private List<String> lines() throws IOException {
        return LitedrillProcess.output(folder).lines().toList();
    }

    private List<Path> demoFolders() throws IOException {
        try (Stream<Path> temporary = Files.list(folder.resolve("tmp"))) {
            return temporary
                    .filter(path -> path.getFileName().toString().startsWith("litedrill-demo-"))
                    .toList();
        }
    }
}
