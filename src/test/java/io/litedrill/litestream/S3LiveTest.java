package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Severity;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.litestream.Replicate.S3Place;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.storage.FaultProxy;
import io.litedrill.storage.FaultProxy.Fault;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.S3Credentials;
import io.litedrill.storage.S3ObjectStore;
import io.litedrill.storage.S3Server;
import io.litedrill.storage.S3Settings;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.Timeouts;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both versions of Litestream replicate into an S3 store that checks signatures; Litedrill reads it, sound and
 * damaged.
 */
@Timeout(120)
class S3LiveTest {
    private static final String BUCKET = "backups";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Timeouts SHORT = new Timeouts(
            Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(5), Duration.ofMillis(700), 64 * 1024L);

    private static S3Server server;

    @TempDir
    Path folder;

    private final List<ObjectStore> stores = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = S3Server.inMemory();
        server.createBucket(BUCKET);
        server.createBucket(S3Server.ROOTED);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void closeStores() {
        stores.forEach(ObjectStore::close);
    }

    private WatchedReplica watched(S3Settings settings, String path, String work) throws IOException {
        S3ObjectStore store = new S3ObjectStore(settings, SHORT, StorageListener.NONE);
        stores.add(store);
        return WatchedReplica.of(new Replica(store, path), folder.resolve("app.db"), folder.resolve(work));
    }

    private static S3Place place(String bucket, String path) {
        return new S3Place(server.endpoint(), bucket, path, server.accessKey(), server.secretKey());
    }

    @ParameterizedTest
    @CsvSource({"0.3.13, backups, app-03", "0.5.17, backups, deep/er/app-05", "0.5.17, rooted, ''"})
    void whatLitestreamWroteToS3IsCheckedDrilledAndRestored(String version, String bucket, String path)
            throws Exception {
        WatchedReplica watched = watched(server.settings(bucket), path, "work");
        try (Writer writer = Writer.create(folder.resolve("app.db"))) {
            Replicate replicate = Replicate.toS3(version, folder.resolve("app.db"), place(bucket, path));
            try (LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("litestream"))) {
                Writer.Running running = writer.start(Duration.ofMillis(10));
                await().atMost(SOON).until(() -> writer.commits().size() > 100);
                assertThat(WatchedReplica.critical(watched.check().findings())).isEmpty();
                running.stop();
                await("no lag").atMost(LitestreamProcess.PATIENCE).untilAsserted(() -> {
                    CheckResult check = watched.check();
                    assertThat(check.findings()).isEmpty();
                    assertThat(check.seen().lag()).as(litestream.output()).contains(Duration.ZERO);
                });
                litestream.end();
            }
            assertDrillPasses(watched, writer.userVersion());
            assertPointsRestore(watched);
            Path newest = Comparison.restored(watched.restore(new Point.Newest()));
            assertThat(Dump.sha256(newest)).isEqualTo(writer.dumpSha256());
            assertSameAsLitestream(replicate, bucket, path, newest);
            if (version.startsWith("0.5")) {
                assertTimesComeFromHeaders(watched, bucket, path);
            }
        }
    }

    private static void assertDrillPasses(WatchedReplica watched, long userVersion) {
        DrillResult drill = watched.drill();
        assertThat(drill.outcome()).as("%s", drill.findings()).isEqualTo(Outcome.PASSED);
        assertThat(drill.restored().orElseThrow().userVersion()).hasValue(userVersion);
        assertThat(watched.scratch()).isEmptyDirectory();
    }

    private static void assertPointsRestore(WatchedReplica watched) throws Exception {
        long before = 0;
        for (RecoveryPoint point : Comparison.sample(watched.points(), 12, new Random(12))) {
            Path file = Comparison.restored(watched.restore(new Point.AtPosition(point.position())));
            Ledger ledger = Ledger.read(file);
            assertThat(ledger.isSound()).as("%s: %s", point, ledger).isTrue();
            assertThat(ledger.userVersion()).isGreaterThanOrEqualTo(before);
            before = ledger.userVersion();
            Files.delete(file);
        }
    }

    /** Compares with a restore by configuration, because Litestream does not read S3 URLs with an empty path. */
    private void assertSameAsLitestream(Replicate replicate, String bucket, String path, Path ours) throws Exception {
        Path config = Files.writeString(folder.resolve("restore.yml"), replicate.yaml());
        Path theirs = folder.resolve("litestream.db");
        List<String> arguments = List.of(
                "-config",
                config.toString(),
                "-o",
                theirs.toString(),
                folder.resolve("app.db").toString());
        LitestreamRestore restore = LitestreamRestore.run(replicate.version(), arguments, Map.of());
        assertThat(restore.exitCode())
                .as("%s/%s: %s", bucket, path, restore.output())
                .isZero();
        assertThat(Files.mismatch(ours, theirs)).as("first differing byte").isEqualTo(-1);
    }

    private static void assertTimesComeFromHeaders(WatchedReplica watched, String bucket, String path) {
        List<String> keys = server.keys(bucket, path + "/0000/");
        assertThat(keys).isNotEmpty();
        for (String key : keys) {
            ByteBuffer ltx = ByteBuffer.wrap(server.get(bucket, key));
            LtxPosition end = new LtxPosition(ltx.getLong(24));
            assertThat(watched.points())
                    .filteredOn(point -> point.position().equals(end))
                    .extracting(RecoveryPoint::time)
                    .containsExactly(Instant.ofEpochMilli(ltx.getLong(32)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void aDrillThroughABrokenNetworkIsInconclusiveAndTheNextOnePasses(String version) throws Exception {
        String path = "broken-" + version;
        long userVersion = replicateWithBigSnapshot(version, path);
        try (FaultProxy proxy = new FaultProxy(server.port())) {
            for (Fault fault : List.of(new Fault.Cut(20_000), new Fault.Reset(20_000), new Fault.Stall(20_000))) {
                WatchedReplica watched = watched(server.settings(BUCKET, proxy.endpoint()), path, "work");
                WatchedReplica other = watched(server.settings(BUCKET), path, "other");
                proxy.behave(fault);
                CompletableFuture<DrillResult> drill = CompletableFuture.supplyAsync(watched::drill);
                Instant start = Instant.now();
                assertThat(other.check().seen().newest()).isPresent();
                assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(3));

                DrillResult result = drill.get(40, TimeUnit.SECONDS);

                assertThat(result.outcome()).as("%s: %s", fault, result).isEqualTo(Outcome.INCONCLUSIVE);
                assertThat(result.findings()).singleElement().satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo(FindingCode.STORAGE_UNREACHABLE);
                    assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
                });
                assertThat(watched.scratch()).isEmptyDirectory();
                proxy.behave(new Fault.None());
                assertDrillPasses(watched, userVersion);
                System.out.printf(
                        "%s %s: %s%n", version, fault, result.findings().get(0).message());
            }
        }
    }

    /**
     * Writes nearly a megabyte of incompressible data, so that a fault occurs in the snapshot and not in a listing.
     */
    private long replicateWithBigSnapshot(String version, String path) throws Exception {
        try (Writer writer = Writer.create(folder.resolve("app.db"))) {
            writer.execute(
                    List.of("INSERT INTO note(data) VALUES (randomblob(900000))", "PRAGMA wal_checkpoint(TRUNCATE)"));
            Replicate replicate = Replicate.toS3(version, folder.resolve("app.db"), place(BUCKET, path));
            try (LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("litestream"))) {
                writer.transfer();
                WatchedReplica watched = watched(server.settings(BUCKET), path, "first");
                await().atMost(LitestreamProcess.PATIENCE).untilAsserted(() -> assertDrillPasses(watched, 1));
                litestream.end();
            }
            return writer.userVersion();
        }
    }

    @Test
    void aStoreThatRefusesOrIsNotThereIsUnknownForCheckAndDrill() throws Exception {
        server.put(BUCKET, "app/0000/0000000000000001-0000000000000001.ltx", new byte[10]);
        S3Settings good = server.settings(BUCKET);
        S3Credentials wrongSecret = new S3Credentials(server.accessKey(), "wrong-secret-0123456789");
        assertUnknown(
                new S3Settings(BUCKET, good.endpoint(), Optional.of(wrongSecret)),
                FindingCode.ACCESS_DENIED,
                "SignatureDoesNotMatch");
        assertUnknown(server.settings("no-such-bucket"), FindingCode.STORAGE_UNREACHABLE, "no-such-bucket");
        assertUnknown(
                server.settings(BUCKET, URI.create("http://127.0.0.1:" + deadPort())),
                FindingCode.STORAGE_UNREACHABLE,
                "did not answer");
    }

    private void assertUnknown(S3Settings settings, FindingCode code, String says) throws IOException {
        WatchedReplica watched = watched(settings, "app", "work");
        Instant start = Instant.now();
        CheckResult check = watched.check();
        DrillResult drill = watched.drill();
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
        assertThat(drill.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        for (List<Finding> findings : List.of(check.findings(), drill.findings())) {
            assertThat(findings).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo(code);
                assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
                assertThat(finding.message()).contains(says).doesNotContain("wrong-secret");
            });
        }
    }

    private static int deadPort() throws IOException {
        try (ServerSocket closed = new ServerSocket(0)) {
            return closed.getLocalPort();
        }
    }
}
