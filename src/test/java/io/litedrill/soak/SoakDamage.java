package io.litedrill.soak;

import static org.awaitility.Awaitility.await;

import io.litedrill.cli.Http;
import io.litedrill.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Damages a replica and requests a drill. */
final class SoakDamage {
    private static final Duration SOON = Duration.ofMinutes(3);

    private SoakDamage() {}

    /** Flips a bit in the middle of every file below a folder. */
    static void flipAll(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > 0) {
                bytes[bytes.length / 2] ^= 0x10;
                Files.write(file, bytes);
            }
        }
    }

    /** Drills a database now and returns the outcome. */
    static String drilled(Http http, String name) {
        String run = started(http, name);
        await().atMost(SOON).until(() -> drill(http, run).text("state").equals(Optional.of("done")));
        return drill(http, run)
                .object("result")
                .flatMap(result -> result.text("outcome"))
                .orElse("no result");
    }

    /** Starts a new drill: one that already runs began before the damage. */
    private static String started(Http http, String name) {
        String path = "/api/v1/databases/" + name + "/drills";
        HttpResponse<String> answer =
                await().atMost(SOON).until(() -> http.post(path, "{}"), each -> each.statusCode() == 202);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static JsonObject drill(Http http, String path) {
        return JsonObject.parse(http.get(path).body());
    }
}
