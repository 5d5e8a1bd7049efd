package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.drill.Restored;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.TimeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The report of a restore to a time is correct, compared with the commits of the application that real Litestream
 * replicated.
 */
@Timeout(180)
class RequestedTimeLiveTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int REQUESTS = 12;

    @TempDir
    Path folder;

    private int compared;

    @Test
    void betweenTheFilesOfACompactedReplicaTheDistanceIsReported() throws Exception {
        Replicate replicate = Replicate.toFolder("0.5.17", database(), replica())
                .withGlobal("levels:", "  - interval: 1s", "  - interval: 3s", "l0-retention-check-interval: 500ms");
        List<String> global = replicate.global().stream()
                .map(line -> line.startsWith("l0-retention:") ? "l0-retention: 1s" : line)
                .toList();
        List<Writer.Commit> commits = replicated(
                new Replicate("0.5.17", database(), global, replicate.perDatabase(), replicate.perReplica()),
                Duration.ofSeconds(9));

        Duration largest = Duration.ZERO;
        WatchedReplica watched = watched();
        for (Instant requested : requests(watched, commits, new Random(5))) {
            Duration earlier = assertTrue(watched, commits, requested);
            assertAsLitestream(watched, requested);
            largest = earlier.compareTo(largest) > 0 ? earlier : largest;
        }
        assertThat(largest).as("compacted files lie further apart than syncs").isGreaterThan(Duration.ofMillis(400));
        assertThat(compared).as("times that Litestream restores too").isPositive();
    }

    /** Truncates times as S3 does, to the second of the upload. */
    @Test
    void ofTimesInWholeSecondsTheStateMayContainLaterCommits() throws Exception {
        List<Writer.Commit> commits =
                replicated(Replicate.toFolder("0.3.13", database(), replica()), Duration.ofSeconds(5));
        try (Stream<Path> files = Files.walk(replica())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Instant second = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
                Files.setLastModifiedTime(file, FileTime.from(second));
            }
        }

        WatchedReplica watched = watched();
        List<RecoveryPoint> points = watched.points();
        Instant newest = points.get(points.size() - 1).time();
        int later = 0;
        for (int i = 0; i < 4; i++) {
            Instant requested = newest.minusSeconds(i);
            RestoreReport report = watched.restore(new Point.AtTime(requested));
            if (report.restored().isEmpty()) {
                continue;
            }
            assertTrue(watched, commits, requested);
            Restored restored = report.restored().get();
            assertThat(restored.request().laterByUpTo(restored.point())).contains(Duration.ofSeconds(1));
            later += after(commits, restored.userVersion().getAsLong()).isAfter(requested) ? 1 : 0;
        }
        assertThat(later).as("states with commits after the requested time").isPositive();
    }

    private Path database() {
        return folder.resolve("app.db");
    }

    private Path replica() {
        return folder.resolve("replica");
    }

    private WatchedReplica watched() throws IOException {
        return WatchedReplica.inFolder(replica(), database(), folder.resolve("work"));
    }

    private List<Writer.Commit> replicated(Replicate replicate, Duration howLong) throws Exception {
        try (Writer writer = Writer.create(database());
                LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("litestream"))) {
            Writer.Running running = writer.start(Duration.ofMillis(25));
            Instant end = Instant.now().plus(howLong);
            await().atMost(SOON).until(() -> Instant.now().isAfter(end));
            running.stop();
            await("all of it")
                    .atMost(LitestreamProcess.PATIENCE)
                    .until(() -> watched().points().size() > 3
                            && watched()
                                    .check()
                                    .seen()
                                    .lag()
                                    .filter(Duration.ZERO::equals)
                                    .isPresent());
            litestream.end();
            return writer.commits();
        }
    }

    /** Returns times just after commits, between two recovery points. */
    private static List<Instant> requests(WatchedReplica watched, List<Writer.Commit> commits, Random random) {
        List<RecoveryPoint> points = watched.points();
        List<Instant> times = new ArrayList<>(commits.stream()
                .map(Writer.Commit::at)
                .filter(at -> at.isAfter(points.get(0).time())
                        && at.isBefore(points.get(points.size() - 1).time()))
                .toList());
        Collections.shuffle(times, random);
        return times.subList(0, Math.min(REQUESTS, times.size()));
    }

    /**
     * Asserts that the report of a restore agrees with the commits; returns by how much the state is earlier than the
     * requested time.
     */
    private static Duration assertTrue(WatchedReplica watched, List<Writer.Commit> commits, Instant requested)
            throws Exception {
        RestoreReport report = watched.restore(new Point.AtTime(requested));
        Files.delete(Comparison.restored(report));
        Restored restored = report.restored().orElseThrow();
        RecoveryPoint delivered = restored.point();
        TimeRequest request = restored.request();
        Duration earlier = request.earlierBy(delivered).orElseThrow();

        assertThat(request.time()).contains(requested);
        assertThat(delivered.time().plus(earlier)).isEqualTo(requested);
        assertThat(watched.points())
                .noneMatch(point ->
                        point.time().isAfter(delivered.time()) && !point.time().isAfter(requested));
        // the commit before the newest one in the state had returned when that one began
        assertThat(after(commits, restored.userVersion().getAsLong() - 1))
                .isBeforeOrEqualTo(requested.plus(request.laterByUpTo(delivered).orElseThrow()));
        if (request.next().isPresent()) {
            RecoveryPoint next = request.next().get();
            RestoreReport later = watched.restore(new Point.AtPosition(next.position()));
            Files.delete(Comparison.restored(later));
            assertThat(next.time()).isAfter(requested);
            assertThat(later.restored().orElseThrow().point()).isEqualTo(next);
            assertThat(later.restored().orElseThrow().userVersion().getAsLong())
                    .isGreaterThan(restored.userVersion().getAsLong());
        }
        return earlier;
    }

    private static Instant after(List<Writer.Commit> commits, long userVersion) {
        return commits.stream()
                .filter(commit -> commit.userVersion() == userVersion)
                .map(Writer.Commit::at)
                .findFirst()
                .orElse(Instant.MIN);
    }

    /** Litestream refuses some times inside compacted files; a state that it restores is the same. */
    private void assertAsLitestream(WatchedReplica watched, Instant requested) throws Exception {
        Path theirs = folder.resolve("theirs.db");
        LitestreamRestore restore =
                LitestreamRestore.run("0.5.17", theirs, replica(), List.of("-timestamp", requested.toString()));
        if (restore.exitCode() == 0) {
            Path ours = Comparison.restored(watched.restore(new Point.AtTime(requested)));
            assertThat(Files.mismatch(ours, theirs)).as("at %s", requested).isEqualTo(-1);
            Files.delete(ours);
            compared++;
        }
        Files.deleteIfExists(theirs);
    }
}
