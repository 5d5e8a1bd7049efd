package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.CheckResult;
import io.litedrill.config.ConfigLoader;
import io.litedrill.config.Environment;
import io.litedrill.config.ReplicaLocation.S3Location;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.replica.Replica;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.S3ObjectStore;
import io.litedrill.storage.S3Server;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.Timeouts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replica of Litestream 0.3 on S3 whose configuration has the path {@code ./backups/app}. */
@Timeout(60)
class DotSlashPathTest {
    @TempDir
    Path folder;

    @Test
    void theReplicaIsFoundAndRestored() throws Exception {
        Path unpacked = CaseArchive.unpack("s3-0.3-dot-slash", folder);
        Path bucket = unpacked.resolve("bucket");
        try (S3Server server = S3Server.inMemory()) {
            server.createBucket("backups");
            for (Path file : files(bucket)) {
                server.put("backups", bucket.relativize(file).toString(), Files.readAllBytes(file));
            }
            Path yaml = unpacked.resolve("litestream.yml");
            Files.writeString(
                    yaml,
                    Files.readString(yaml).replace("BUCKET", "backups").replace("PORT", String.valueOf(server.port())));
            S3Location location = (S3Location) new ConfigLoader(new Environment(Map.of(), folder, folder))
                    .load(yaml)
                    .databases()
                    .get(0)
                    .replicas()
                    .get(0)
                    .location();
            try (ObjectStore store =
                    new S3ObjectStore(server.settings("backups"), Timeouts.DEFAULT, StorageListener.NONE)) {
                WatchedReplica watched = WatchedReplica.of(
                        new Replica(store, location.path()), folder.resolve("app.db"), folder.resolve("work"));

                // S3 gives the files the time of this upload, and a snapshot is proved after ten sync intervals
                await().atMost(Duration.ofSeconds(40))
                        .pollInterval(Duration.ofSeconds(1))
                        .untilAsserted(() -> {
                            CheckResult check = watched.check();
                            assertThat(check.seen().newest())
                                    .as("%s", check.findings())
                                    .isPresent();
                            assertThat(WatchedReplica.critical(check.findings()))
                                    .isEmpty();
                        });
                assertThat(watched.drill().outcome()).isEqualTo(Outcome.PASSED);
            }
        }
    }

    private static List<Path> files(Path bucket) throws Exception {
        try (Stream<Path> all = Files.walk(bucket)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
