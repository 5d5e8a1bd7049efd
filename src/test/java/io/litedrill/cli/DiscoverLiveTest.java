package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.litestream.LitestreamProcess;
import io.litedrill.litestream.Replicate;
import io.litedrill.litestream.Replicate.S3Place;
import io.litedrill.litestream.Writer;
import io.litedrill.storage.FaultProxy;
import io.litedrill.storage.FaultProxy.Fault;
import io.litedrill.storage.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both versions of Litestream replicate below one prefix of a real S3 server, which answers slowly. */
@Timeout(120)
class DiscoverLiveTest {
    private static final String BUCKET = "backups";

    @TempDir
    Path folder;

    @Test
    void whatBothVersionsWriteBelowAPrefixIsFoundAndDrilled() throws Exception {
        try (S3Server server = S3Server.inMemory();
                FaultProxy slow = new FaultProxy(server.port())) {
            server.createBucket(BUCKET);
            slow.behave(new Fault.Delay(Duration.ofMillis(20)));
            CommandLineRun.User user = new CommandLineRun.User(folder)
                    .with("AWS_ACCESS_KEY_ID", server.accessKey())
                    .with("AWS_SECRET_ACCESS_KEY", server.secretKey())
                    .configured("home: home\ndiscover: 's3://" + BUCKET + "/prod?endpoint=" + slow.endpoint() + "'\n");

            replicate(server, "0.3.13", "prod/old");
            assertThat(user.runs("config", "show").out()).contains("found: old\n");
            replicate(server, "0.5.17", "prod/team/new");

            assertThat(user.runs("config", "show").out()).contains("found: old, team/new\n");
            assertThat(user.runs("drill", "old", "team/new").out()).contains("old", "team/new");
            assertThat(user.runs("drill", "old", "team/new").code()).isZero();
        }
    }

    private void replicate(S3Server server, String version, String path) throws Exception {
        Path database = folder.resolve(version + ".db");
        S3Place place = new S3Place(server.endpoint(), BUCKET, path, server.accessKey(), server.secretKey());
        try (Writer writer = Writer.create(database);
                LitestreamProcess litestream =
                        LitestreamProcess.start(Replicate.toS3(version, database, place), folder.resolve(version))) {
            Writer.Running running = writer.start(Duration.ofMillis(10));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> writer.commits().size() > 50
                            && server.keys(BUCKET, path).size() > 3);
            running.stop();
            litestream.end();
        }
    }
}
