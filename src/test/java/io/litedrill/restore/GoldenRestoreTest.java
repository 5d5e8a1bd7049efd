package io.litedrill.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.Dump;
import io.litedrill.litestream.GoldenManifest.Expected;
import io.litedrill.litestream.GoldenManifest.Kind;
import io.litedrill.litestream.GoldenManifest.Refused;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.format.AgeIdentities;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.StorageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Restores from replicas that real Litestream wrote equal those of real Litestream, byte for byte. */
class GoldenRestoreTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> restoresWhatLitestreamRestores() {
        return GoldenReplica.names().stream().flatMap(name -> {
            GoldenReplica golden = GoldenReplica.load(name);
            return golden.expected().stream()
                    .map(point -> DynamicTest.dynamicTest(
                            title(name, point.kind(), point.value().orElse("")), () -> {
                                restore(golden, point);
                            }));
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatIsNoRecoveryPoint() {
        return refused(why -> !why.equals("torn") && !why.equals("after-newest"), this::assertRefused);
    }

    /** Real Litestream restores these with exit code 0 and rows that never existed together. */
    @TestFactory
    Stream<DynamicTest> neverRestoresATornState() {
        return refused(why -> why.equals("torn"), (golden, point) -> {
            PlanResult result = plan(golden, point(point));
            if (result instanceof PlanResult.Planned planned) {
                Path output = Files.createTempDirectory(folder, "out").resolve("restored.db");
                RestoreEngine.restore(planned.plan(), output, RestoreListener.NONE);
                assertThat(planned.plan().point().time()).isBefore(point.time());
                assertThat(balanceSum(output))
                        .isEqualTo(golden.expected().get(0).balanceSum());
            } else {
                assertThat(result).isInstanceOf(PlanResult.Refused.class);
            }
        });
    }

    /** A test of one point of one replica. */
    private interface PointTest {
        void accept(GoldenReplica golden, Refused point) throws Exception;
    }

    private static Stream<DynamicTest> refused(Predicate<String> why, PointTest test) {
        return GoldenReplica.names().stream().flatMap(name -> {
            GoldenReplica golden = GoldenReplica.load(name);
            return golden.manifest().refused().stream()
                    .filter(point -> why.test(point.why()))
                    .map(point -> DynamicTest.dynamicTest(
                            title(
                                    name,
                                    point.kind(),
                                    point.why() + " " + point.value().orElse("")),
                            () -> test.accept(golden, point)));
        });
    }

    private void assertRefused(GoldenReplica golden, Refused point) throws IOException {
        assertThat(plan(golden, point(point))).isInstanceOf(PlanResult.Refused.class);
    }

    private static long balanceSum(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + database + "?immutable=1");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT sum(balance) FROM account")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static String title(String name, Kind kind, String value) {
        return name + " " + kind + " " + value;
    }

    private void restore(GoldenReplica golden, Expected expected) throws IOException, SQLException {
        PlanResult result =
                expected.kind() == Kind.NEWEST_SOUND ? planNewestSound(golden) : plan(golden, point(expected));
        assertThat(result).isInstanceOf(PlanResult.Planned.class);
        RestorePlan plan = ((PlanResult.Planned) result).plan();
        Path output = Files.createTempDirectory(folder, "out").resolve("restored.db");
        List<ReplicaFile> done = new ArrayList<>();

        long size = RestoreEngine.restore(plan, output, done::add);

        assertThat(size).isEqualTo(expected.size()).isEqualTo(Files.size(output));
        assertThat(done).containsExactlyInAnyOrderElementsOf(plan.files());
        assertThat(sha256(output)).isEqualTo(expected.fileSha256());
        assertThat(Dump.sha256(output)).isEqualTo(expected.dumpSha256());
    }

    private PlanResult plan(GoldenReplica golden, Point point) throws IOException {
        Scan scan = scan(golden);
        return new Planner(scan.replica(), scan.timeline()).plan(point);
    }

    /**
     * If the newest files cannot be reached, a request for the newest state is refused, and the refusal offers this
     * point.
     */
    private PlanResult planNewestSound(GoldenReplica golden) throws IOException {
        PlanResult.Refused refused = (PlanResult.Refused) plan(golden, new Point.Newest());
        return plan(golden, new Point.AtPosition(refused.before().orElseThrow().position()));
    }

    private Scan scan(GoldenReplica golden) throws IOException {
        Path container = Files.createTempDirectory(folder, "copy");
        golden.copyTo(container.resolve("replica"));
        Replica replica = new Replica(
                new FileObjectStore(container, StorageListener.NONE),
                "replica",
                AgeIdentities.of(List.of(GoldenReplica.identity())));
        return new ReplicaScanner(replica, WriterSettings.DEFAULTS, new ReadingCache(10_000), InstantSource.system())
                .scan(Depth.FULL);
    }

    private static Point point(Expected expected) {
        return point(expected.kind(), expected.value().orElse(""));
    }

    private static Point point(Refused refused) {
        return point(refused.kind(), refused.value().orElse(""));
    }

    private static Point point(Kind kind, String value) {
        return switch (kind) {
            case NEWEST, NEWEST_SOUND -> new Point.Newest();
            case TIMESTAMP -> new Point.AtTime(Instant.parse(value));
            case TXID -> new Point.AtPosition(LtxPosition.parse(value));
        };
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
