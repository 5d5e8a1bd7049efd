package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.storage.gcs.GcsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replicas in Google Cloud Storage: Litestream's client uses fake-gcs-server, by the setting that any client of
 * Google has.
 */
class GcsLiveTest extends StoreLiveContract {
    @TempDir
    private static Path home;

    private static GcsServer server;

    private String type = "gs";

    @BeforeAll
    static void start() throws IOException {
        server = GcsServer.start(home);
        server.createBucket("backups");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    List<String> place(String path) {
        return path.startsWith("gs:")
                ? List.of("url: " + path)
                : List.of("type: " + type, "bucket: backups", "path: " + path);
    }

    @Override
    Map<String, String> environment() {
        return server.environment();
    }

    @Test
    void litestream03() throws Exception {
        type = "gcs";
        proves("0.3.13", "./deep//er/app-03", "gs://backups/deep/er/app-03");
    }

    @Test
    void litestream05() throws Exception {
        proves("0.5.17", "app-05", "gs://backups/app-05");
    }

    @Test
    void litestream05ByUrl() throws Exception {
        proves("0.5.17", "gs://backups/by/./url%20x/", "gs://backups/by/url x");
        assertThat(located("gs://backups/by/url%20x").address()).isEqualTo("gs://backups/by/url x");
    }
}
