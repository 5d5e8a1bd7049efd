package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.config.ReplicaLocation.ReadableLocation;
import io.litedrill.config.ReplicaLocation.Unreadable;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.S3Credentials;
import io.litedrill.storage.S3Server;
import io.litedrill.storage.S3Settings;
import io.litedrill.storage.StorageListener;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OssReplicasTest {
    private static final Map<String, String> KEYS =
            Map.of("OSS_ACCESS_KEY_ID", "id", "OSS_ACCESS_KEY_SECRET", "hush", "OSS_SESSION_TOKEN", "session");

    @TempDir
    private Path folder;

    private static ReplicaLocation parsed(String url, Map<String, String> variables) {
        return ReplicaUrl.parse(url, new Environment(variables, Path.of("/"), Path.of("/")));
    }

    private static S3Settings settings(ReplicaLocation location) {
        return (S3Settings) ((ReadableLocation) location).store();
    }

    @ParameterizedTest
    @CsvSource({
        "oss://b/p/q, b, cn-hangzhou, p/q",
        "oss://b.oss-eu-central-1.aliyuncs.com/p, b, eu-central-1, p",
        "oss://b.oss-cn-beijing-internal.aliyuncs.com/p/, b, cn-beijing, p",
        "oss://b.example.org/p, b.example.org, cn-hangzhou, p"
    })
    void readsUrlsAsLitestreamDoes(String url, String bucket, String region, String root) {
        ReplicaLocation location = parsed(url, KEYS);

        assertThat(settings(location).bucket()).isEqualTo(bucket);
        assertThat(settings(location).endpoint().region()).contains(region);
        assertThat(settings(location).endpoint().address())
                .contains(URI.create("https://oss-" + region + ".aliyuncs.com"));
        assertThat(settings(location).endpoint().forcePathStyle()).isFalse();
        assertThat(settings(location).credentials()).contains(new S3Credentials("id", "hush", Optional.of("session")));
        assertThat(((ReadableLocation) location).root()).isEqualTo(root);
        assertThat(location.address()).isEqualTo("oss://" + bucket + "/" + root);
    }

    @Test
    void namesMissingKeys() {
        ReplicaLocation location =
                parsed("oss://b/p", Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "hush"));

        assertThat(location).isInstanceOf(Unreadable.class);
        assertThat(((Unreadable) location).reason()).contains("OSS_ACCESS_KEY_ID");
    }

    @Test
    void readsAReplica() throws Exception {
        try (S3Server server = S3Server.inMemory()) {
            server.createBucket("box");
            server.put("box", "app/0000/0000000000000001-0000000000000001.ltx", new byte[7]);
            Config config = new ConfigFiles(folder)
                    .litestream("""
                    dbs:
                      - path: /a.db
                        replica:
                          type: oss
                          bucket: box
                          path: app
                          endpoint: %s
                          access-key-id: %s
                          secret-access-key: %s
                    """.formatted(server.endpoint(), server.accessKey(), server.secretKey()));
            ReadableLocation location =
                    (ReadableLocation) ConfigFiles.onlyReplica(config).location();
            List<String> keys = new ArrayList<>();

            try (ObjectStore store = location.open(StorageListener.NONE)) {
                store.list(location.root() + "/", "", object -> keys.add(store.locate(object.key()) + object.size()));
            }

            assertThat(keys).containsExactly("oss://box/app/0000/0000000000000001-0000000000000001.ltx7");
        }
    }
}
