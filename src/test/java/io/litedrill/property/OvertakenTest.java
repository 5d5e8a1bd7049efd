package io.litedrill.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.Seeded;
import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Checker;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import io.litedrill.drill.DrillOrder;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.drill.Driller;
import io.litedrill.drill.ExtraChecks;
import io.litedrill.drill.Keeping;
import io.litedrill.drill.Restored;
import io.litedrill.drill.ScrubOrder;
import io.litedrill.drill.Scrubber;
import io.litedrill.files.FileTree;
import io.litedrill.property.RandomHistoryTest.MemoryFolder;
import io.litedrill.recover.FileRestorer;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permission;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreSource;
import io.litedrill.recover.TestRequests;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.memory.KnownFiles;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.StorageException;
import io.litedrill.verify.Expectations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Litestream changes the replica between any two requests: that is no damage, and no state is lost or wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OvertakenTest {
    private static final int MOST_STEPS = 60;
    private static final int MOST_CHANGES = 80;
    private static final Duration LONG = Duration.ofDays(10_000);
    private static final Objectives OBJECTIVES =
            new Objectives(LONG, Optional.empty(), LONG, Optional.empty(), Optional.empty());
    /** A sync interval of a millisecond: a test would wait for a snapshot that is too young. */
    private static final WriterSettings SETTINGS = new WriterSettings(
            Duration.ofMillis(1), Optional.of(Duration.ofDays(30)), Duration.ofDays(30), Duration.ofHours(1), true);

    private static final ExtraChecks RANDOM_POINT = new ExtraChecks(true, Optional.empty(), Optional.empty(), true);
    private static final ExtraChecks INCREMENTAL =
            ExtraChecks.DEFAULT.with(new Keeping(true, Duration.ofDays(100), Long.MAX_VALUE));

    private Path folder = Path.of("");
    private SqliteStates states;
    private int runs;

    @BeforeAll
    void runTransactions(@TempDir(factory = MemoryFolder.class) Path memory) throws IOException, SQLException {
        folder = memory;
        states = new SqliteStates(folder.resolve("app.db"), MOST_STEPS + MOST_CHANGES + 1);
    }

    @Seeded(fixed = 20)
    void ofLitestream05(long seed) throws IOException {
        Random random = new Random(seed);
        run(new Bench(new LtxWriter(states, seed, random.nextInt(MOST_STEPS)), random), random);
    }

    @Seeded(fixed = 20)
    void ofLitestream03(long seed) throws IOException {
        Random random = new Random(seed);
        run(new Bench(new WalWriter(states, seed, random.nextInt(MOST_STEPS)), random), random);
    }

    private void run(Bench bench, Random random) throws IOException {
        if (random.nextInt(3) == 0) {
            bench.writer.clock().pass(Duration.ofMinutes(2));
        }
        try {
            for (int i = 0; i < 3; i++) {
                bench.use(random);
            }
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + String.join("\n", bench.writer.story()), e);
        } finally {
            FileTree.delete(folder.resolve("scratch"));
        }
    }

    /** Remembers the files of the last check. */
    private static final class Remembered implements ReplicaHistory {
        private Optional<KnownFiles> files = Optional.empty();

        @Override
        public Optional<KnownFiles> files(ReplicaId id) {
            return files;
        }

        @Override
        public void remember(ReplicaId id, Optional<KnownFiles> before, KnownFiles now) {
            files = Optional.of(now);
        }
    }

    private final class Bench {
        private final ReplicaWriter writer;
        private final CheckedReplica watched;
        private final ReadingCache cache = new ReadingCache(1000);
        private final Remembered memory = new Remembered();

        Bench(ReplicaWriter writer, Random random) {
            this.writer = writer;
            OvertakingStore store = new OvertakingStore(writer, random, 5 + random.nextInt(40), MOST_CHANGES);
            this.watched = new CheckedReplica(
                    new ReplicaId("app", "main"), new Replica(store, "app"), Optional.empty(), OBJECTIVES, SETTINGS);
        }

        void use(Random random) throws IOException {
            switch (random.nextInt(9)) {
                case 0, 1 ->
                    requireSound(new Checker(memory, cache, writer.clock())
                            .check(watched)
                            .findings());
                case 2 -> drill(ExtraChecks.DEFAULT);
                case 3 -> drill(RANDOM_POINT);
                case 4 -> drill(INCREMENTAL);
                case 5 -> restoreNewest(random.nextBoolean() ? Permissions.of(Permission.FALLBACK) : Permissions.NONE);
                case 6 -> restorePosition(random);
                case 7 -> restoreTime(random);
                default ->
                    requireSound(new Scrubber(folder.resolve("scratch"), memory, writer.clock())
                            .scrub(new ScrubOrder(nextRun(), watched), RestoreListener.NONE)
                            .findings());
            }
        }

        private void drill(ExtraChecks extra) {
            long before = writer.uploaded();
            DrillOrder order = new DrillOrder(nextRun(), watched, new Point.Newest(), Expectations.DEFAULTS, extra);
            DrillResult drill = new Driller(folder.resolve("scratch"), cache, memory, writer.clock())
                    .drill(order, RestoreListener.NONE);
            requireSound(drill.findings());
            assertThat(drill.outcome()).as("%s", drill).isNotEqualTo(Outcome.FAILED);
            drill.restored().ifPresent(restored -> requireNewest(restored, before));
        }

        private RestoreReport restore(Point point, Permissions permissions) throws IOException {
            Path output = folder.resolve("restored.db");
            RestoreReport report = new FileRestorer(cache, memory, writer.clock())
                    .restore(
                            TestRequests.toFile(nextRun(), point, output, permissions),
                            new RestoreSource(watched, Expectations.DEFAULTS),
                            RestoreListener.NONE);
            requireSound(report.findings());
            assertThat(report.word()).as("%s", report).isNotEqualTo(OutcomeWord.FAILED);
            if (report.word() == OutcomeWord.RESTORED) {
                RecoveryPoint restored = report.restored().orElseThrow().point();
                assertThat(Files.readAllBytes(output))
                        .as("%s", restored)
                        .isEqualTo(states.state(transaction(restored)));
                Files.delete(output);
            }
            return report;
        }

        private void restoreNewest(Permissions permissions) throws IOException {
            long before = writer.uploaded();
            RestoreReport report = restore(new Point.Newest(), permissions);
            assertThat(report.word()).as("%s", report).isIn(OutcomeWord.RESTORED, OutcomeWord.INCONCLUSIVE);
            report.restored().ifPresent(restored -> requireNewest(restored, before));
        }

        private void restorePosition(Random random) throws IOException {
            List<RecoveryPoint> points = points();
            RecoveryPoint point = points.get(random.nextInt(points.size()));
            RestoreReport report = restore(new Point.AtPosition(point.position()), Permissions.NONE);
            if (report.word() == OutcomeWord.REFUSED) {
                assertThat(points()).as("%s", report).doesNotContain(point);
            }
            report.restored()
                    .ifPresent(
                            restored -> assertThat(restored.point().position()).isEqualTo(point.position()));
        }

        /**
         * What can be restored afterwards is the least, since Litestream only deletes; what could before, the
         * most.
         */
        private void restoreTime(Random random) throws IOException {
            List<RecoveryPoint> before = points();
            Instant first = before.get(0).time();
            long span = Duration.between(first, last(before).time()).toMillis();
            Instant time = first.plusMillis(random.nextLong(Math.max(1, span)));
            RestoreReport report = restore(new Point.AtTime(time), Permissions.NONE);
            report.restored().map(Restored::point).ifPresent(restored -> {
                assertThat(restored.time()).isBeforeOrEqualTo(time);
                newestUpTo(time, points())
                        .ifPresent(
                                least -> assertThat(transaction(restored)).isGreaterThanOrEqualTo(transaction(least)));
                newestUpTo(time, before)
                        .ifPresent(most -> assertThat(transaction(restored)).isLessThanOrEqualTo(transaction(most)));
            });
        }

        /** What can be restored while nothing changes. */
        private List<RecoveryPoint> points() {
            writer.clock().pass(Duration.ofMillis(20));
            Replica still = new Replica(writer.store(), "app");
            try {
                return new ReplicaScanner(still, SETTINGS, new ReadingCache(1000), writer.clock())
                        .scan(Depth.FULL)
                        .timeline()
                        .points()
                        .toList();
            } catch (StorageException e) {
                throw new IllegalStateException(e);
            }
        }

        private long transaction(RecoveryPoint point) {
            return writer.transaction(point.position()).orElseThrow();
        }

        private void requireNewest(Restored restored, long before) {
            assertThat(restored.fallback()).isEmpty();
            assertThat(transaction(restored.point())).isGreaterThanOrEqualTo(before);
        }
    }

    private static RecoveryPoint last(List<RecoveryPoint> points) {
        return points.get(points.size() - 1);
    }

    private static Optional<RecoveryPoint> newestUpTo(Instant time, List<RecoveryPoint> points) {
        return points.stream().filter(point -> !point.time().isAfter(time)).reduce((first, second) -> second);
    }

    private String nextRun() {
        return "run-" + runs++;
    }

    /** A generation that is being deleted lacks its snapshot for a while, and its files are there. */
    private static void requireSound(List<Finding> findings) {
        assertThat(findings)
                .noneMatch(finding -> finding.severity() == Severity.CRITICAL
                        || (finding.severity() == Severity.WARNING && finding.code() != FindingCode.SNAPSHOT_MISSING));
    }
}
