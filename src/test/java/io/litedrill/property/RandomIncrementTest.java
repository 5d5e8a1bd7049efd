package io.litedrill.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.Seeded;
import io.litedrill.replica.Point;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.restore.Base;
import io.litedrill.restore.Delta;
import io.litedrill.restore.IncrementPlan;
import io.litedrill.restore.IncrementPlanner;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.RestoreException;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;

/** A state with newer files applied becomes the newer state, byte for byte, in replicas with any past. */
class RandomIncrementTest {
    private static final int PAIRS = 25;
    private static final int DAMAGES = 10;

    @TempDir(factory = RandomHistoryTest.MemoryFolder.class)
    Path folder;

    @Seeded(fixed = 12)
    void aStateAndTheFilesAfterItAreTheNewerState(long seed) throws IOException {
        Random random = new Random(seed);
        RandomReplica replica = RandomReplica.of(seed);
        Scan scan = replica.scan();
        for (List<Truth> stretch : replica.stretches().toList()) {
            for (int i = 0; i < PAIRS; i++) {
                int older = random.nextInt(stretch.size());
                Truth from = stretch.get(older);
                Truth to = stretch.get(older + random.nextInt(stretch.size() - older));
                IncrementPlan plan = plan(scan, from, to).orElseThrow();

                assertThat(applied(plan, from))
                        .as("from %s to %s of %s", from.position(), to.position(), replica.story())
                        .isEqualTo(to.state().bytes());
            }
        }
    }

    @Seeded(fixed = 12)
    void aDamagedFileNeverGivesAnotherState(long seed) throws IOException {
        Random random = new Random(seed);
        RandomReplica replica = RandomReplica.of(seed);
        List<String> files = List.copyOf(replica.story().files().keySet());
        List<List<Truth>> stretches = replica.stretches().toList();
        for (int i = 0; i < DAMAGES; i++) {
            String file = files.get(random.nextInt(files.size()));
            String key = Story.ROOT + "/" + file;
            byte[] sound = replica.story().store().bytes(key);
            byte[] damaged = sound.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            replica.story()
                    .store()
                    .put(
                            key,
                            damaged,
                            Optional.ofNullable(replica.story().files().get(file))
                                    .orElseThrow());
            List<Truth> stretch = stretches.get(random.nextInt(stretches.size()));
            Truth from = stretch.get(random.nextInt(stretch.size()));
            Truth to = stretch.get(stretch.size() - 1);
            Optional<byte[]> result = appliedIfPossible(replica.scan(), from, to);

            assertThat(result.isEmpty()
                            || Arrays.equals(result.get(), to.state().bytes()))
                    .as("from %s to %s with %s altered in %s", from.position(), to.position(), file, replica.story())
                    .isTrue();
            replica.story().mend(file, sound);
        }
    }

    private Optional<byte[]> appliedIfPossible(Scan scan, Truth from, Truth to) throws IOException {
        Optional<IncrementPlan> plan = plan(scan, from, to);
        try {
            return plan.isPresent() ? Optional.of(applied(plan.get(), from)) : Optional.empty();
        } catch (RestoreException refused) {
            return Optional.empty();
        }
    }

    private static Optional<IncrementPlan> plan(Scan scan, Truth from, Truth to) {
        Base base = new Base(
                from.position(), from.state().pageSize(), from.state().pages().size());
        return RandomReplica.plan(scan, new Point.AtPosition(to.position())) instanceof PlanResult.Planned planned
                ? IncrementPlanner.plan(planned.plan(), base, scan.inventory())
                : Optional.empty();
    }

    private byte[] applied(IncrementPlan plan, Truth from) throws IOException {
        try (Delta delta = Delta.read(plan, folder.resolve("delta"), RestoreListener.NONE)) {
            ByteBuffer database = ByteBuffer.wrap(Arrays.copyOf(from.state().bytes(), (int) delta.size()));
            int pageSize = from.state().pageSize();
            delta.forEach((pgno, page) ->
                    database.position((int) (pgno - 1) * pageSize).put(page));
            return database.array();
        }
    }
}
