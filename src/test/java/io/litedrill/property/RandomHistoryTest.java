package io.litedrill.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.Seeded;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.replica.timeline.Gap;
import io.litedrill.replica.timeline.ProvedPoints;
import io.litedrill.replica.timeline.Span;
import io.litedrill.replica.timeline.Window;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.RestoreException;
import io.litedrill.restore.RestorePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * A restore from a replica with any past gives a state of the database, byte for byte; and every state in the replica
 * can be restored.
 */
class RandomHistoryTest {
    private static final int MOST_RESTORED = 12;
    private static final int TIMES = 40;
    private static final int DAMAGES = 8;

    /** In memory if there is such a folder: a restore waits for the disk, and this test makes thousands. */
    @TempDir(factory = MemoryFolder.class)
    Path folder;

    /** Creates folders in Linux's file system in memory. */
    static final class MemoryFolder implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            Path memory = Path.of("/dev/shm");
            return Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "litedrill")
                    : Files.createTempDirectory("litedrill");
        }
    }

    @Seeded(fixed = 12)
    void everyRecoveryPointIsAStateThatTheDatabaseHad(long seed) throws IOException {
        RandomReplica replica = RandomReplica.of(seed);
        Scan scan = replica.scan();

        assertThat(scan.timeline().points())
                .as("%s", replica.story())
                .containsExactlyElementsOf(replica.truths().stream()
                        .map(truth -> new RecoveryPoint(truth.time(), truth.position()))
                        .toList());
        for (Truth truth : some(replica.truths(), new Random(seed))) {
            PlanResult result = RandomReplica.plan(scan, new Point.AtPosition(truth.position()));
            assertRestores(replica, result, truth);
        }
        Truth last = replica.truths().get(replica.truths().size() - 1);
        assertRestores(replica, RandomReplica.plan(scan, new Point.Newest()), last);
    }

    @Seeded(fixed = 12)
    void everyTimeMeansTheStateOfThatTimeOrIsRefusedWithItsNeighbours(long seed) throws IOException {
        RandomReplica replica = RandomReplica.of(seed);
        Scan scan = replica.scan();
        Set<RecoveryPoint> later = new LinkedHashSet<>();
        for (Instant time : times(replica, new Random(seed))) {
            PlanResult result = RandomReplica.plan(scan, new Point.AtTime(time));
            Optional<Truth> meant = replica.meant(time);
            boolean after =
                    replica.truths().stream().allMatch(truth -> truth.time().isBefore(time));
            if (meant.isEmpty() && !after) {
                assertRefused(replica, result, time);
            } else {
                Truth truth = meant.orElseGet(
                        () -> replica.truths().get(replica.truths().size() - 1));
                assertThat(planned(replica, result).point().position())
                        .as("at %s of %s", time, replica.story())
                        .isEqualTo(truth.position());
                assertThat(planned(replica, result).request().afterNewest()).isEqualTo(after);
                assertRequested(replica, planned(replica, result), time);
                planned(replica, result).request().next().ifPresent(later::add);
            }
        }
        for (RecoveryPoint point : some(List.copyOf(later), new Random(seed))) {
            PlanResult next = RandomReplica.plan(scan, new Point.AtPosition(point.position()));
            assertRestores(replica, next, truth(replica, point));
        }
    }

    @Seeded(fixed = 12)
    void theWindowIsWhatTheHistoriesAre(long seed) throws IOException {
        RandomReplica replica = RandomReplica.of(seed);
        Window window = replica.scan().timeline().window();

        assertThat(window.spans())
                .as("%s", replica.story())
                .containsExactlyElementsOf(
                        replica.stretches().map(RandomHistoryTest::span).toList());
        List<Model> withPoints = replica.models().stream()
                .filter(model -> !model.stretches().isEmpty())
                .toList();
        assertThat(window.gaps()).as("%s", replica.story()).hasSize(withPoints.size() - 1);
        for (int i = 0; i < window.gaps().size(); i++) {
            Gap gap = window.gaps().get(i);
            assertThat(gap.isLoss()).as("%s in %s", gap, replica.story()).isFalse();
            assertThat(gap.after().map(RecoveryPoint::position))
                    .contains(points(withPoints.get(i))
                            .reduce((first, second) -> second)
                            .orElseThrow()
                            .position());
            assertThat(gap.before())
                    .isEqualTo(points(withPoints.get(i + 1))
                            .findFirst()
                            .orElseThrow()
                            .time());
        }
    }

    /** A rule lists the damage without a trace: a wrong state after any other damage fails the test. */
    @Seeded(fixed = 12)
    void whateverFileIsGoneOrDamagedNoRestoreGivesAnotherState(long seed) throws IOException {
        Random random = new Random(seed);
        RandomReplica replica = RandomReplica.of(seed);
        List<String> files = List.copyOf(replica.story().files().keySet());
        for (int i = 0; i < DAMAGES; i++) {
            String file = files.get(random.nextInt(files.size()));
            byte[] sound = replica.story().store().bytes(Story.ROOT + "/" + file);
            boolean gone = damage(replica, file, random);
            Scan scan = replica.scan();
            List<RecoveryPoint> offered = scan.timeline().points().toList();
            for (RecoveryPoint point : some(offered, random)) {
                Optional<byte[]> restored = restoreIfPossible(scan, point);
                State state = replica.at(point.position());
                boolean untraceable = gone && leavesNoTrace(replica, file, point, offered);
                assertThat(untraceable || restored.isEmpty() || Arrays.equals(restored.get(), state.bytes()))
                        .as("%s gives another state in %s", point, replica.story())
                        .isTrue();
            }
            replica.story().mend(file, sound);
        }
    }

    /** Returns whether the file is deleted and not only changed. */
    private static boolean damage(RandomReplica replica, String file, Random random) throws IOException {
        String key = Story.ROOT + "/" + file;
        byte[] bytes = replica.story().store().bytes(key);
        Instant time = Optional.ofNullable(replica.story().files().get(file)).orElseThrow();
        switch (random.nextInt(4)) {
            case 0 -> {
                int length = random.nextInt(bytes.length);
                replica.story().store().put(key, Arrays.copyOf(bytes, length), time);
                replica.story().note("DAMAGE: " + file + " cut to " + length);
            }
            case 1 -> {
                int at = random.nextInt(bytes.length);
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                replica.story().store().put(key, bytes, time);
                replica.story().note("DAMAGE: " + file + " altered at " + at);
            }
            default -> {
                replica.story().store().delete(key);
                replica.story().note("DAMAGE: " + file + " is gone");
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether docs/formats.md lists the damage: the end of a finished WAL index, and the end of a generation.
     */
    private static boolean leavesNoTrace(
            RandomReplica replica, String missing, RecoveryPoint point, List<RecoveryPoint> offered) {
        if (!(point.position() instanceof WalPosition wal)) {
            return false;
        }
        boolean newest = offered.stream()
                .filter(each -> each.position() instanceof WalPosition other
                        && other.generation().equals(wal.generation()))
                .reduce((first, second) -> second)
                .filter(point::equals)
                .isPresent();
        return replica.models().stream()
                .filter(WalHistory.class::isInstance)
                .map(WalHistory.class::cast)
                .anyMatch(history -> history.leavesNoTrace(missing, wal, newest));
    }

    private Optional<byte[]> restoreIfPossible(Scan scan, RecoveryPoint point) throws IOException {
        PlanResult result = RandomReplica.plan(scan, new Point.AtPosition(point.position()));
        if (!(result instanceof PlanResult.Planned planned)) {
            return Optional.empty();
        }
        try {
            return Optional.of(RandomReplica.restore(planned.plan(), folder));
        } catch (RestoreException refused) {
            return Optional.empty();
        }
    }

    private static RestorePlan planned(RandomReplica replica, PlanResult result) {
        assertThat(result).as("%s", replica.story()).isInstanceOf(PlanResult.Planned.class);
        return ((PlanResult.Planned) result).plan();
    }

    private void assertRestores(RandomReplica replica, PlanResult result, Truth truth) throws IOException {
        RestorePlan plan = planned(replica, result);
        assertThat(plan.point().position()).as("%s", replica.story()).isEqualTo(truth.position());
        byte[] restored;
        try {
            restored = RandomReplica.restore(plan, folder);
        } catch (RestoreException e) {
            throw new AssertionError(truth.position() + " of " + replica.story(), e);
        }
        assertThat(Arrays.equals(restored, truth.state().bytes()))
                .as("%s is %s in %s", truth.position(), truth.state(), replica.story())
                .isTrue();
    }

    /**
     * Asserts that no recovery point is between the delivered one and the requested time; the next later one is the
     * first after it, and restores.
     */
    private static void assertRequested(RandomReplica replica, RestorePlan plan, Instant time) {
        Instant delivered = plan.point().time();
        assertThat(plan.request().time()).contains(time);
        assertThat(plan.request().earlierBy(plan.point())).contains(Duration.between(delivered, time));
        assertThat(allTimes(replica).filter(each -> each.isAfter(delivered) && !each.isAfter(time)))
                .as("between %s and %s of %s", delivered, time, replica.story())
                .isEmpty();
        assertThat(plan.request().next().map(RecoveryPoint::time))
                .as("after %s of %s", time, replica.story())
                .isEqualTo(allTimes(replica).filter(each -> each.isAfter(time)).min(Instant::compareTo));
    }

    private static Truth truth(RandomReplica replica, RecoveryPoint point) {
        return replica.truths().stream()
                .filter(truth -> truth.position().equals(point.position()))
                .findFirst()
                .orElseThrow();
    }

    private static void assertRefused(RandomReplica replica, PlanResult result, Instant time) {
        assertThat(result).as("at %s of %s", time, replica.story()).isInstanceOf(PlanResult.Refused.class);
        PlanResult.Refused refused = (PlanResult.Refused) result;
        assertThat(refused.before().map(RecoveryPoint::time))
                .as("before %s in %s", time, replica.story())
                .isEqualTo(allTimes(replica).filter(each -> each.isBefore(time)).max(Instant::compareTo));
        assertThat(refused.after().map(RecoveryPoint::time))
                .as("after %s in %s", time, replica.story())
                .isEqualTo(
                        allTimes(replica).filter(each -> !each.isBefore(time)).min(Instant::compareTo));
    }

    private static Stream<Instant> allTimes(RandomReplica replica) {
        return replica.truths().stream().map(Truth::time);
    }

    /** Returns some times with events and some without. */
    private static List<Instant> times(RandomReplica replica, Random random) {
        List<Instant> files = List.copyOf(replica.story().files().values());
        Instant first = Collections.min(files).minusSeconds(2);
        long span =
                Duration.between(first, replica.story().now().plusSeconds(2)).toMillis();
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            times.add(
                    i % 4 == 0
                            ? files.get(random.nextInt(files.size())).plusMillis(random.nextInt(3) - 1L)
                            : first.plusMillis(random.nextLong(span)));
        }
        return times;
    }

    private static <T> List<T> some(List<T> all, Random random) {
        List<T> some = new ArrayList<>(all);
        Collections.shuffle(some, random);
        return some.subList(0, Math.min(some.size(), MOST_RESTORED));
    }

    private static Span span(List<Truth> points) {
        Duration largest = Duration.ZERO;
        for (int i = 1; i < points.size(); i++) {
            Duration step =
                    Duration.between(points.get(i - 1).time(), points.get(i).time());
            largest = step.compareTo(largest) > 0 ? step : largest;
        }
        return new Span(
                point(points.get(0)), point(points.get(points.size() - 1)), largest, ProvedPoints.none(points.size()));
    }

    private static RecoveryPoint point(Truth truth) {
        return new RecoveryPoint(truth.time(), truth.position());
    }

    private static Stream<Truth> points(Model model) {
        return model.stretches().stream().flatMap(List::stream);
    }
}
