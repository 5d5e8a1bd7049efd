package io.litedrill.litestream;

import io.litedrill.storage.nats.NatsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas on Debian's nats-server. */
class NatsLiveTest extends StoreLiveContract {
    @TempDir
    private static Path home;

    private static NatsServer server;

    @BeforeAll
    static void start() throws IOException {
        server = NatsServer.start(home);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    List<String> place(String bucket) {
        return List.of(
                "url: " + address(bucket),
                "username: " + NatsServer.USER,
                "password: " + NatsServer.PASSWORD,
                "max-reconnects: 3",
                "timeout: 5s");
    }

    private static String address(String bucket) {
        return "nats://127.0.0.1:" + server.port() + "/" + bucket;
    }

    @Test
    void litestream05() throws Exception {
        server.createBucket("app-05");

        proves("0.5.17", "app-05", address("app-05"));
    }
}
