package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.CheckResult;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Litedrill checks, drills and restores while a real Litestream replicates an application that transfers money. */
class ReplicationLiveTest {
    private static final Duration WATCHING = Duration.ofSeconds(6);
    private static final Duration SOON = Duration.ofSeconds(10);
    /** A file gets its time when it is written; the writer reads the clock after the commit. */
    private static final Duration BETWEEN_CLOCKS = Duration.ofMillis(250);

    @TempDir
    Path folder;

    private final List<Seen> seen = new ArrayList<>();

    /** A restored state. */
    private record Seen(RecoveryPoint point, long userVersion) {}

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void everyStateRestoredMeanwhileIsOneThatTheApplicationHad(String version) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path database = folder.resolve("app.db");
        Path replica = folder.resolve("replica");
        WatchedReplica watched = WatchedReplica.inFolder(replica, database, folder.resolve("work"));
        try (Writer writer = Writer.create(database);
                LitestreamProcess litestream = LitestreamProcess.start(
                        Replicate.toFolder(version, database, replica), folder.resolve("litestream"))) {
            Writer.Running running = writer.start(Duration.ofMillis(4));
            await().atMost(SOON).until(() -> watched.points().size() > 3);

            int rounds = watch(watched, random);
            running.stop();
            awaitNoLag(watched);
            litestream.end();
            int compared = new Comparison(version, watched, replica).compare(10, random);

            assertStatesFollowTime(writer.commits());
            assertThat(newestRestored(watched)).isEqualTo(writer.userVersion());
            System.out.printf(
                    "%s: seed %d, %d rounds, %d restored, %d of %d points compared, %d transactions%n",
                    version,
                    seed,
                    rounds,
                    seen.size(),
                    compared,
                    watched.points().size(),
                    writer.userVersion());
        }
    }

    private int watch(WatchedReplica watched, Random random) throws Exception {
        Instant end = Instant.now().plus(WATCHING);
        int rounds = 0;
        for (; rounds < 1000 && Instant.now().isBefore(end); rounds++) {
            assertCheckIsQuiet(watched);
            DrillResult drill = watched.drill();
            assertThat(drill.outcome()).as("%s", drill.findings()).isEqualTo(Outcome.PASSED);
            seen.add(new Seen(
                    drill.restored().orElseThrow().point(),
                    drill.restored().orElseThrow().userVersion().orElseThrow()));
            restoreSomePoints(watched, random);
        }
        return rounds;
    }

    private static void assertCheckIsQuiet(WatchedReplica watched) {
        Instant start = Instant.now();
        CheckResult check = watched.check();
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        assertThat(WatchedReplica.critical(check.findings())).isEmpty();
        assertThat(check.seen().newest()).isPresent();
    }

    private void restoreSomePoints(WatchedReplica watched, Random random) throws Exception {
        List<RecoveryPoint> points = watched.points();
        RecoveryPoint some = points.get(random.nextInt(points.size()));
        RestoreReport byPosition = watched.restore(new Point.AtPosition(some.position()));
        assertThat(restored(byPosition)).isEqualTo(some.position());
        Instant from = points.get(0).time();
        long span = Duration.between(from, points.get(points.size() - 1).time()).toNanos();
        Instant time = from.plusNanos(1_000_000 + Math.floorMod(random.nextLong(), Math.max(1, span)));
        RestoreReport byTime = watched.restore(new Point.AtTime(time));
        restored(byTime);
        assertThat(seen.get(seen.size() - 1).point().time()).isBeforeOrEqualTo(time);
    }

    /** Records the restored state, and returns its position. */
    private Object restored(RestoreReport report) throws Exception {
        Path file = Comparison.restored(report);
        Ledger ledger = Ledger.read(file);
        assertThat(ledger.isSound()).as("%s: %s", report, ledger).isTrue();
        Files.delete(file);
        RecoveryPoint point = report.restored().orElseThrow().point();
        seen.add(new Seen(point, ledger.userVersion()));
        return point.position();
    }

    private static void awaitNoLag(WatchedReplica watched) {
        await("lag 0 after the writer paused")
                .atMost(LitestreamProcess.PATIENCE)
                .until(() -> watched.check().seen().lag().equals(Optional.of(Duration.ZERO)));
    }

    private void assertStatesFollowTime(List<Writer.Commit> commits) {
        long before = 0;
        for (Seen state : seen.stream()
                .sorted(Comparator.comparing((Seen each) -> each.point().time()).thenComparingLong(Seen::userVersion))
                .toList()) {
            assertThat(state.userVersion()).as("%s", state).isGreaterThanOrEqualTo(before);
            before = state.userVersion();
            Instant latest = state.point().time().plus(BETWEEN_CLOCKS);
            long committed = commits.stream()
                    .filter(commit -> !commit.at().isAfter(latest))
                    .count();
            assertThat(state.userVersion()).as("%s", state).isLessThanOrEqualTo(committed);
        }
    }

    private static long newestRestored(WatchedReplica watched) throws Exception {
        return Ledger.read(Comparison.restored(watched.restore(new Point.Newest())))
                .userVersion();
    }
}
