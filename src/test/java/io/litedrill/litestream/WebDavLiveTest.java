package io.litedrill.litestream;

import io.litedrill.storage.webdav.ApacheServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas on Debian's Apache with mod_dav. */
class WebDavLiveTest extends StoreLiveContract {
    @TempDir
    private static Path home;

    private static ApacheServer server;

    @BeforeAll
    static void start() throws IOException {
        server = ApacheServer.start(home);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    List<String> place(String path) {
        return path.startsWith("webdav:")
                ? List.of("url: " + path)
                : List.of(
                        "type: webdav",
                        "webdav-url: http://127.0.0.1:" + server.port(),
                        "webdav-username: " + server.user(),
                        "webdav-password: '" + server.password() + "'",
                        "path: " + path);
    }

    @Test
    void litestream05() throws Exception {
        proves("0.5.17", "/deep//er/app-05", "webdav://127.0.0.1:" + server.port() + "/deep/er/app-05");
    }

    @Test
    void litestream05ByUrl() throws Exception {
        String login = server.user() + ":correct%20horse%3A%20battery%3F@";
        proves(
                "0.5.17",
                "webdav://" + login + "127.0.0.1:" + server.port() + "/by%20url",
                "webdav://127.0.0.1:" + server.port() + "/by url");
    }
}
