package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the board with 2,000 databases. {@code bench/page} runs it, and writes the section into
 * docs/benchmarks.md.
 */
class PageBench {
    private static final int DATABASES = 2000;
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Path SECTION = Path.of("target", "bench-page.md");

    @TempDir
    Path folder;

    @Test
    void measure() throws Exception {
        Files.writeString(folder.resolve("litedrill.yml"), configuration(ServerProcess.freePort()));
        try (LitedrillProcess process = LitedrillProcess.start(folder, "serve", "-c", "litedrill.yml");
                BrowserSession browser = BrowserSession.start()) {
            String url = "http://127.0.0.1:" + process.awaitPort() + "/";
            Http http = new Http(process.awaitPort(), "");
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(2)).until(() -> checked(http) == DATABASES);
            write(figures(browser.open(url, ColorScheme.LIGHT, BrowserSession.WIDE), http));
        }
    }

    private String configuration(int port) throws IOException {
        Path first = folder.resolve("r/db-0");
        GoldenReplica.load("ltx/basic").copyTo(first, Instant.now().minusSeconds(60));
        for (int i = 1; i < DATABASES; i++) {
            link(first, folder.resolve("r/db-" + i));
        }
        String databases = IntStream.range(0, DATABASES)
                .mapToObj(i -> "  - {name: db-" + i + ", replica: 'file://" + folder + "/r/db-" + i + "'}")
                .collect(Collectors.joining("\n"));
        return "listen: 127.0.0.1:" + port + "\nhome: home\ncheck: {interval: 1m}\ndrill: {interval: 30d}\ndatabases:\n"
                + databases + "\n";
    }

    private static void link(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createLink(target, file);
                }
            }
        }
    }

    private static long checked(Http http) {
        return JsonObject.parse(http.get("/api/v1/board").body()).objects("databases").orElseThrow().stream()
                .filter(row -> row.time("checked_at").isPresent())
                .count();
    }

    private static List<String> figures(Page page, Http http) throws IOException {
        page.locator("tbody tr").first().waitFor();
        double paint = number(page, "performance.getEntriesByName('first-contentful-paint')[0].startTime");
        page.reload();
        double rows = number(
                page,
                "new Promise((done) => { const look = () => document.querySelector('tbody tr')"
                        + " ? done(performance.now()) : requestAnimationFrame(look); look(); })");
        double search = number(
                page,
                "(() => { const input = document.getElementById('search'); input.value = 'db-1999';"
                        + " const start = performance.now(); input.dispatchEvent(new Event('input'));"
                        + " document.body.getBoundingClientRect(); return performance.now() - start; })()");
        assertThat(page.locator("tbody tr").count()).isEqualTo(1);
        double heap = number(page, "performance.memory.usedJSHeapSize");
        return List.of(
                row(
                        "size of `GET /api/v1/board`",
                        mebibytes(http.get("/api/v1/board").body().length())),
                row("first paint", millis(paint)),
                row("first rows on the screen, second visit", millis(rows)),
                row("search: from the key to the new list", millis(search)),
                row("memory of the tab: JavaScript heap", mebibytes(heap)),
                row("memory of the tab: its process, resident", mebibytes(resident("--type=renderer"))),
                row("memory of the daemon with `-Xmx256m`, resident", mebibytes(resident("litedrill.jar"))));
    }

    private static double number(Page page, String script) {
        return ((Number) page.evaluate(script)).doubleValue();
    }

    /**
     * Returns the resident memory of the greatest process below this one with a text in its command line, in bytes.
     */
    private static double resident(String text) {
        return ProcessHandle.current()
                .descendants()
                .map(process -> Path.of("/proc/" + process.pid()))
                .filter(process -> content(process.resolve("cmdline")).contains(text))
                .map(process -> content(process.resolve("status")))
                .flatMap(String::lines)
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
                .max()
                .orElseThrow();
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ended) {
            return "";
        }
    }

    private static String row(String what, String value) {
        return "| " + what + " | " + value + " |";
    }

    private static String millis(double value) {
        return Math.round(value) + " ms";
    }

    private static String mebibytes(double bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (1 << 20));
    }

    private static void write(List<String> rows) throws IOException {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Files.writeString(
                SECTION,
                String.format(Locale.ROOT, "## The page with %,d databases%n%n", DATABASES)
                        + "Written by `bench/page`, in Chromium on "
                        + Runtime.getRuntime().availableProcessors() + " processors with a load of "
                        + Math.round(load) + ". Checks run each minute.\n\n| | |\n|---|---|\n"
                        + String.join("\n", rows) + "\n");
    }
}
