package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.config.ReplicaLocation.S3Location;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LitestreamYmlTest {
    @TempDir
    Path folder;

    @Test
    void seedUsersFileWorksAsItIs() throws Exception {
        Config config = new ConfigFiles(folder)
                .with("LITESTREAM_ACCESS_KEY_ID", "AKID")
                .with("LITESTREAM_SECRET_ACCESS_KEY", "hunter2")
                .with("LITESTREAM_BUCKET", "backups")
                .litestream("""
                        dbs:
                          - path: /data/app.db
                            replicas:
                              - type: s3
                                bucket: ${LITESTREAM_BUCKET}
                                path: app
                                endpoint: http://minio:9000
                                region: eu-central-1
                                access-key-id: ${LITESTREAM_ACCESS_KEY_ID}
                                secret-access-key: ${LITESTREAM_SECRET_ACCESS_KEY}
                        """);
        DatabaseConfig database = config.databases().get(0);
        assertThat(database.name()).isEqualTo("app.db");
        assertThat(database.path()).contains(Path.of("/data/app.db"));
        ReplicaConfig replica = database.replicas().get(0);
        assertThat(replica.name()).isEqualTo("s3");
        assertThat(replica.location())
                .isEqualTo(new S3Location(
                        "backups",
                        "app",
                        Optional.of(new ReplicaLocation.Credentials(
                                new Secret("AKID"), new Secret("hunter2"), Optional.empty())),
                        new ReplicaLocation.Endpoint(
                                Optional.of(URI.create("http://minio:9000")),
                                Optional.of("eu-central-1"),
                                true,
                                false)));
        assertThat(config.warnings()).singleElement().asString().contains("app.db: the guaranteed window is 0");
    }
}
