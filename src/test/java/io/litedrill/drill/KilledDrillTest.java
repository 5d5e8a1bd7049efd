package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.kept.KeptCopies;
import io.litedrill.kept.KeptCopy;
import io.litedrill.kept.KeptState;
import io.litedrill.kept.UnfitException;
import io.litedrill.replica.Point;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.StorageListener;
import io.litedrill.verify.Expectations;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * kill -9 during incremental drills: the remaining files are either not trusted, or have exactly the state that they
 * name.
 */
class KilledDrillTest {
    private static final int KILLS = Integer.getInteger("litedrill.kills", 4);
    private static final long SEED = Long.getLong("litedrill.seed", 20261129L);
    private static final int MOST_MILLIS = 400;
    private static final int ROWS = 2000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"WAL", "LTX"})
    void aKilledDrillLeavesNothingThatIsTrustedAndWrong(String layout) throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < KILLS; i++) {
            Path place = Files.createDirectory(folder.resolve("kill-" + i));
            Process child = child(place, layout);
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("drilling");
                var unused = child.waitFor(random.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS);
            } finally {
                child.destroyForcibly().waitFor();
            }
            assertNothingWrongIsTrusted(place);
            assertThat(drill(place).outcome()).isEqualTo(Outcome.PASSED);
            DrillResult next = drill(place);
            assertThat(next.outcome()).isEqualTo(Outcome.PASSED);
            assertThat(next.isIncremental()).as("%s", next.run().fullBecause()).isTrue();
        }
    }

    private static Process child(Path place, String layout) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledIncrementalDrill.class.getName(),
                        place.toString(),
                        layout,
                        String.valueOf(ROWS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void assertNothingWrongIsTrusted(Path place) throws IOException {
        try (KeptCopy copy =
                new KeptCopies(place.resolve("scratch")).open("app", "file").orElseThrow()) {
            Optional<KeptState> trusted = trusted(copy);
            if (trusted.isPresent()) {
                Path right = GrowingReplica.state(place, trusted.get().point().position());
                assertThat(Files.mismatch(copy.database(), right)).isEqualTo(-1);
            }
        }
    }

    private static Optional<KeptState> trusted(KeptCopy copy) {
        try {
            KeptState state = copy.state();
            copy.verify(state);
            return Optional.of(state);
        } catch (UnfitException notTrusted) {
            return Optional.empty();
        }
    }

    private static CheckedReplica watched(Path place) {
        Objectives objectives = new Objectives(
                Duration.ofDays(10_000), Optional.empty(), Duration.ofDays(2), Optional.empty(), Optional.empty());
        return new CheckedReplica(
                new ReplicaId("app", "file"),
                new Replica(new FileObjectStore(place.resolve("replica"), StorageListener.NONE), ""),
                Optional.empty(),
                objectives,
                WriterSettings.DEFAULTS);
    }

    private static DrillResult drill(Path place) {
        DrillOrder order = new DrillOrder(
                "after-" + System.nanoTime(),
                watched(place),
                new Point.Newest(),
                Expectations.DEFAULTS,
                ExtraChecks.DEFAULT.with(IncrementBench.keeping(Duration.ofDays(10_000))));
        return new Driller(place.resolve("scratch"), new ReadingCache(1000), ReplicaHistory.NONE, Instant::now)
                .drill(order, RestoreListener.NONE);
    }
}
