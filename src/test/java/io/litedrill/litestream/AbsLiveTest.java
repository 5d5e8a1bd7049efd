package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.storage.abs.AzuriteServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas in Azurite. A variable has the account key. */
class AbsLiveTest extends StoreLiveContract {
    @TempDir
    private static Path home;

    private static AzuriteServer server;

    @BeforeAll
    static void start() throws IOException {
        server = AzuriteServer.start(home);
        server.createContainer("backups");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    List<String> place(String path) {
        return List.of(
                "type: abs",
                "account-name: " + AzuriteServer.ACCOUNT,
                "endpoint: " + AzuriteServer.endpoint(server.port()),
                "bucket: backups",
                "path: " + path);
    }

    @Override
    Map<String, String> environment() {
        return Map.of("LITESTREAM_AZURE_ACCOUNT_KEY", AzuriteServer.KEY);
    }

    @Test
    void litestream03() throws Exception {
        proves("0.3.13", "./deep//er/app-03", "abs://devstoreaccount1@backups/deep/er/app-03");
    }

    @Test
    void litestream05() throws Exception {
        proves("0.5.17", "app-05", "abs://devstoreaccount1@backups/app-05");
    }

    @Test
    void readsUrlsAsLitestreamDoes() {
        assertThat(located("abs://account@backups/by/./url%20x/").address())
                .isEqualTo("abs://account@backups/by/url x");
    }
}
