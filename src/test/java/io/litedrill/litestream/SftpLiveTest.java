package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.storage.sftp.OpenSshServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas on Debian's sshd. */
class SftpLiveTest extends StoreLiveContract {
    @TempDir
    private static Path home;

    private static OpenSshServer server;
    private static Path files;

    private boolean hostKey;

    @BeforeAll
    static void start() throws IOException {
        server = OpenSshServer.start(home);
        files = server.createFolder("files");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    List<String> place(String path) throws IOException {
        List<String> lines = new ArrayList<>(
                path.startsWith("sftp:")
                        ? List.of("url: " + path)
                        : List.of(
                                "type: sftp",
                                "host: 127.0.0.1:" + server.port(),
                                "user: " + server.user(),
                                "path: " + files + "/" + path));
        lines.add("key-path: " + server.keyFile());
        if (hostKey) {
            lines.add("host-key: " + server.hostKey());
        }
        return lines;
    }

    private String address(String path) {
        return "sftp://127.0.0.1:" + server.port() + files + "/" + path;
    }

    @Test
    void litestream03() throws Exception {
        proves("0.3.13", "./deep//er/app-03", address("deep/er/app-03"));
    }

    @Test
    void litestream05() throws Exception {
        hostKey = true;
        proves("0.5.17", "app-05", address("app-05"));
    }

    @Test
    void litestream03ByUrl() throws Exception {
        String url = "sftp://" + server.user() + "@127.0.0.1:" + server.port() + files + "/by%20url";
        proves("0.3.13", url, address("by url"));
        assertThat(located(url).address()).isEqualTo(address("by url"));
    }
}
