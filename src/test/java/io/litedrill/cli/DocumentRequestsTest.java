package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.GoldenReplica;
import io.litedrill.litestream.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Every request of a document exists in openapi.yaml, and a daemon responds to it. */
class DocumentRequestsTest {
    private static final Pattern METHOD = Pattern.compile(" -X ([A-Z]+) ");
    private static final Pattern PATH = Pattern.compile(" http://127\\.0\\.0\\.1:8377(/\\S+)$");

    @TempDir
    Path folder;

    private static List<String> requests() throws IOException {
        return DocumentBlock.all().stream()
                .filter(DocumentBlock::hasCommands)
                .flatMap(block -> block.commands().stream())
                .filter(command -> command.startsWith("curl "))
                .toList();
    }

    @Test
    void everyRequestIsDescribedAndGetsAResponse() throws Exception {
        Tools.require("curl");
        // before the times that the documents restore to
        GoldenReplica.load("wal/basic").copyTo(folder.resolve("r"), Instant.parse("2026-11-01T12:00:00Z"));
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("litedrill.yml"), """
            listen: 127.0.0.1:0
            home: home
            token: a-token-for-tests
            databases: [{name: app, path: 'BASE/data/app.db', replica: 'file://BASE/r'}]
            """.replace("BASE", folder.toString()));
        try (RunningDaemon daemon = RunningDaemon.of(folder)) {
            for (String request : requests()) {
                assertThat(paths()).as(request).anySatisfy((path, methods) -> {
                    assertThat(path(request)).matches(path.replaceAll("\\{\\w+}", "[^/]+"));
                    assertThat(methods).containsKey(method(request));
                });
                // runs of the examples do not exist here, and one restore at a time is allowed
                assertThat(status(request, daemon)).as(request).isIn(200, 202, 404, 409);
            }
        }
        assertThat(requests()).hasSizeGreaterThan(5);
    }

    private static String method(String request) {
        Matcher named = METHOD.matcher(request);
        return named.find() ? named.group(1).toLowerCase(Locale.ROOT) : request.contains(" -d ") ? "post" : "get";
    }

    private static String path(String request) {
        Matcher matcher = PATH.matcher(request);
        assertThat(matcher.find()).as(request).isTrue();
        return matcher.group(1);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> paths() throws IOException {
        try (InputStream in = DocumentRequestsTest.class.getResourceAsStream("/openapi.yaml")) {
            Object all = new Load(LoadSettings.builder().build())
                    .loadFromInputStream(Optional.ofNullable(in).orElseThrow());
            return ((Map<String, Map<String, Map<String, Object>>>) all).getOrDefault("paths", Map.of());
        }
    }

    private static int status(String request, RunningDaemon daemon) throws Exception {
        String here = request.replace(":8377", ":" + daemon.http().port())
                .replaceFirst("^curl -si? ", "curl -s -o /dev/null -w '%{http_code}' ");
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", here);
        builder.environment().put("TOKEN", RunningDaemon.TOKEN);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return Integer.parseInt(out);
    }
}
