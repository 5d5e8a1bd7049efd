package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.Seeded;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.format.SqliteHeader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real Litestream replicates an application that performs random operations; each restored state is one of the
 * application.
 */
class RandomWritesLiveTest {
    private static final int ACTIONS = 60;
    private static final int RESTORED = 12;
    private static final int COMPARED = 3;

    @TempDir
    Path folder;

    @Seeded(fixed = 0)
    void segmentsRestoreToStatesThatWere(long seed) throws Exception {
        run(
                seed,
                replicate("0.3.13")
                        .withDatabase("min-checkpoint-page-count: " + (5 + new Random(seed).nextInt(60)))
                        .withReplica("snapshot-interval: 1s"));
    }

    @Seeded(fixed = 0)
    void ltxFilesRestoreToStatesThatWere(long seed) throws Exception {
        run(seed, replicate("0.5.17"));
    }

    private Replicate replicate(String version) {
        return Replicate.toFolder(version, folder.resolve("app.db"), folder.resolve("replica"));
    }

    private void run(long seed, Replicate replicate) throws Exception {
        Random random = new Random(seed);
        WatchedReplica watched =
                WatchedReplica.inFolder(folder.resolve("replica"), folder.resolve("app.db"), folder.resolve("work"));
        try (RandomApplication application = RandomApplication.create(folder.resolve("app.db"), random);
                LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("litestream"))) {
            act(application, random);
            await("the newest state")
                    .atMost(LitestreamProcess.PATIENCE)
                    .until(() -> watched.drill()
                            .restored()
                            .filter(newest -> newest.userVersion().equals(OptionalLong.of(application.version())))
                            .isPresent());
            litestream.end();

            List<RecoveryPoint> points = Comparison.sample(watched.points(), RESTORED, random);
            long before = 0;
            for (RecoveryPoint point : points) {
                Path restored = Comparison.restored(watched.restore(new Point.AtPosition(point.position())));
                long version = assertWas(application, restored, seed);
                assertThat(version).as("%s of %s", point, points).isGreaterThanOrEqualTo(before);
                before = version;
            }
            assertThat(before).as("the newest state, seed %d", seed).isEqualTo(application.version());
            restoreTimes(watched, application, random, seed);
            assertSameAsLitestream(replicate.version(), watched, random);
        }
    }

    private static void act(RandomApplication application, Random random) throws SQLException {
        for (int i = 0; i < ACTIONS; i++) {
            application.act();
            // some transactions share a file, and others have one each
            Instant next = Instant.now().plusMillis(random.nextInt(60));
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !Instant.now().isBefore(next));
        }
    }

    private static long assertWas(RandomApplication application, Path restored, long seed) throws Exception {
        long version = userVersion(restored);
        String state = Dump.sha256(restored);
        assertThat(application.state(version))
                .as("user_version %d of seed %d:\n%s", version, seed, application)
                .contains(state);
        Files.delete(restored);
        return version;
    }

    private static long userVersion(Path restored) throws Exception {
        return SqliteHeader.parse(Files.readAllBytes(restored)).userVersion();
    }

    private static void restoreTimes(WatchedReplica watched, RandomApplication application, Random random, long seed)
            throws Exception {
        List<RecoveryPoint> points = watched.points();
        Instant first = points.get(0).time();
        long span =
                Duration.between(first, points.get(points.size() - 1).time()).toNanos();
        for (int i = 0; i < COMPARED; i++) {
            Instant time = first.plusNanos(1_000_000 + Math.floorMod(random.nextLong(), Math.max(1, span)));
            RestoreReport report = watched.restore(new Point.AtTime(time));
            assertWas(application, Comparison.restored(report), seed);
            assertThat(report.restored().orElseThrow().point().time()).isBeforeOrEqualTo(time);
        }
    }

    private void assertSameAsLitestream(String version, WatchedReplica watched, Random random) throws Exception {
        Comparison comparison = new Comparison(version, watched, folder.resolve("replica"));
        for (RecoveryPoint point : Comparison.sample(watched.points(), COMPARED, random)) {
            Path ours = Comparison.restored(watched.restore(new Point.AtPosition(point.position())));
            comparison.assertSameAsLitestream(point, ours);
        }
    }
}
