package io.litedrill.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of the page, as a browser receives them. */
class PageFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/page");
    private static final Pattern IMPORT = Pattern.compile("from \"\\./([^\"]+)\"");
    private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"(?!data:)([^\"]+)\"");
    private static final int MOST_LINES = 300;

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.toList();
        }
    }

    @Test
    void everyFileIsServedWithItsTypeAndAStrictPolicy() throws IOException {
        try (RunningApi api = RunningApi.with(Optional.empty(), true)) {
            for (Path file : files()) {
                HttpResponse<String> response = api.get("/page/" + file.getFileName());
                assertThat(response.statusCode()).as(file.toString()).isEqualTo(200);
                assertThat(response.body()).isEqualTo(Files.readString(file));
                assertThat(response.headers().firstValue("X-Content-Type-Options"))
                        .contains("nosniff");
                assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
                assertThat(response.headers()
                                .firstValue("Content-Security-Policy")
                                .orElseThrow())
                        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                        .contains("frame-ancestors 'none'")
                        .doesNotContain("unsafe");
            }
            assertThat(api.get("/").body())
                    .isEqualTo(api.get("/page/index.html").body());
        }
    }

    @Test
    void everythingThatTheFilesLoadIsServed() throws IOException {
        try (RunningApi api = RunningApi.with(Optional.empty(), true)) {
            for (Path file : files()) {
                String text = Files.readString(file);
                Stream<String> imports = all(IMPORT, text).map(name -> "/page/" + name);
                Stream<String> loaded = file.toString().endsWith(".html") ? all(LOADED, text) : Stream.of();
                Stream.concat(imports, loaded)
                        .forEach(path -> assertThat(api.get(path).statusCode())
                                .as(file + " loads " + path)
                                .isEqualTo(200));
            }
        }
    }

    private static Stream<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult result) -> result.group(1));
    }

    @Test
    void scriptsAreShortAndMakeNoHtmlOfTexts() throws IOException {
        for (Path file : files()) {
            String text = Files.readString(file).replace("http://www.w3.org/2000/svg", "");
            if (file.toString().endsWith(".js")) {
                assertThat(text.lines().count()).as(file.toString()).isLessThanOrEqualTo(MOST_LINES);
            }
            assertThat(text)
                    .as(file.toString())
                    .doesNotContain(
                            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://")
                    .doesNotContain("style=\"", "<script>", "onclick=", "localStorage", "document.cookie");
        }
    }
}
