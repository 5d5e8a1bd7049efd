package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.CheckResult;
import io.litedrill.check.FindingCode;
import io.litedrill.config.Config;
import io.litedrill.config.ConfigLoader;
import io.litedrill.config.Environment;
import io.litedrill.config.ReplicaLocation;
import io.litedrill.config.ReplicaLocation.ReadableLocation;
import io.litedrill.config.ReplicaUrl;
import io.litedrill.drill.DrillResult;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real Litestream replicates into a server of one type. Litedrill reads the same litestream.yml, then checks, drills
 * and restores the replica there, and restores the same bytes as Litestream.
 */
@Timeout(120)
abstract class StoreLiveContract {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    /** Returns the lines of a replica with its own path. */
    abstract List<String> place(String path) throws IOException;

    /** Returns the variables of both programs. */
    Map<String, String> environment() {
        return Map.of();
    }

    /**
     * Replicates below a path and reads the replica.
     *
     * @param address the expected address of the replica for messages
     */
    final void proves(String version, String path, String address) throws Exception {
        Path database = folder.resolve("app.db");
        Replicate replicate = Replicate.to(version, database, place(path));
        Path yaml = Files.writeString(folder.resolve("litestream.yml"), replicate.yaml());
        ReadableLocation location = (ReadableLocation) located(yaml);
        assertThat(location.address()).isEqualTo(address);
        try (ObjectStore store = location.open(StorageListener.NONE);
                Writer writer = Writer.create(database)) {
            WatchedReplica watched =
                    WatchedReplica.of(new Replica(store, location.root()), database, folder.resolve("work"));
            assertThat(watched.check().findings())
                    .singleElement()
                    .satisfies(finding ->
                            assertThat(finding.code()).as(finding.message()).isEqualTo(FindingCode.PREFIX_EMPTY));
            write(replicate, writer, watched);
            assertDrillPasses(watched, writer.userVersion());
            assertPointsRestore(watched);
            Path newest = Comparison.restored(watched.restore(new Point.Newest()));
            assertThat(Dump.sha256(newest)).isEqualTo(writer.dumpSha256());
            assertSameAsLitestream(replicate, yaml, newest);
        }
    }

    /** Returns the location that Litedrill reads from a litestream.yml. */
    final ReplicaLocation located(Path yaml) throws Exception {
        Config config = new ConfigLoader(surroundings()).load(yaml);
        assertThat(config.warnings()).noneMatch(line -> line.contains("cannot be monitored"));
        return config.databases().get(0).replicas().get(0).location();
    }

    /** Returns the location of a replica given on the command line. */
    final ReplicaLocation located(String url) {
        return ReplicaUrl.parse(url, surroundings());
    }

    private Environment surroundings() {
        return new Environment(environment(), folder, folder);
    }

    private void write(Replicate replicate, Writer writer, WatchedReplica watched) throws Exception {
        try (LitestreamProcess litestream =
                LitestreamProcess.start(replicate, folder.resolve("litestream"), environment())) {
            Writer.Running running = writer.start(Duration.ofMillis(10));
            await().atMost(SOON).until(() -> writer.commits().size() > 100);
            assertThat(WatchedReplica.critical(watched.check().findings())).isEmpty();
            running.stop();
            await("no lag").atMost(LitestreamProcess.PATIENCE).untilAsserted(() -> {
                CheckResult check = watched.check();
                assertThat(check.findings()).as(litestream.output()).isEmpty();
                assertThat(check.seen().lag()).as(litestream.output()).contains(Duration.ZERO);
            });
            litestream.end();
        }
    }

    private static void assertDrillPasses(WatchedReplica watched, long userVersion) {
        DrillResult drill = watched.drill();
        assertThat(drill.outcome()).as("%s", drill.findings()).isEqualTo(DrillResult.Outcome.PASSED);
        assertThat(drill.restored().orElseThrow().userVersion()).hasValue(userVersion);
        assertThat(watched.scratch()).isEmptyDirectory();
    }

    private static void assertPointsRestore(WatchedReplica watched) throws Exception {
        for (RecoveryPoint point : Comparison.sample(watched.points(), 5, new Random(12))) {
            Path file = Comparison.restored(watched.restore(new Point.AtPosition(point.position())));
            assertThat(Ledger.read(file).isSound()).as("%s", point).isTrue();
            Files.delete(file);
        }
    }

    private void assertSameAsLitestream(Replicate replicate, Path yaml, Path ours)
            throws IOException, InterruptedException {
        Path theirs = folder.resolve("litestream.db");
        LitestreamRestore restore = LitestreamRestore.run(
                replicate.version(),
                List.of(
                        "-config",
                        yaml.toString(),
                        "-o",
                        theirs.toString(),
                        replicate.database().toString()),
                environment());
        assertThat(restore.exitCode()).as(restore.output()).isZero();
        assertThat(Files.mismatch(ours, theirs)).as("first differing byte").isEqualTo(-1);
    }
}
