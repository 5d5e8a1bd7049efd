package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.ScrubOrder;
import io.litedrill.drill.ScrubResult;
import io.litedrill.drill.Scrubber;
import io.litedrill.restore.RestoreListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scrubbing a replica that real Litestream writes, with continuous snapshots and checkpoints: no findings. */
class ScrubLiveTest {
    private static final Duration WATCHING = Duration.ofSeconds(Integer.getInteger("litedrill.scrub.seconds", 8));
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    /** A history in memory. */
    private static final class Remembering implements ReplicaHistory {
        private final Set<String> digests = ConcurrentHashMap.newKeySet();

        @Override
        public Set<String> agreedProofs(ReplicaId id) {
            return Set.copyOf(digests);
        }

        @Override
        public void keepAgreedProofs(ReplicaId id, Set<String> kept) {
            digests.retainAll(kept);
            digests.addAll(kept);
        }
    }

    private static Replicate replicate(String version, Path database, Path replica) {
        return version.startsWith("0.3")
                ? Replicate.toFolder(version, database, replica)
                        .withDatabase("min-checkpoint-page-count: 50")
                        .withReplica("snapshot-interval: 700ms", "retention-check-interval: 200ms")
                : Replicate.toFolder(version, database, replica)
                        .withDatabase("min-checkpoint-page-count: 50")
                        .withGlobal(
                                "snapshot: {interval: 1s, retention: 720h}",
                                "levels:",
                                "  - {interval: 1s}",
                                "  - {interval: 3s}");
    }

    @ParameterizedTest
    @CsvSource({"0.3.13, 20", "0.3.13, 3000", "0.5.15, 2000", "0.5.17, 2000"})
    void findsNothingInASoundReplicaThatIsBeingWritten(String version, int accounts) throws Exception {
        Path database = folder.resolve("app.db");
        Path replica = folder.resolve("replica");
        WatchedReplica watched = WatchedReplica.inFolder(replica, database, folder.resolve("work"));
        ReplicaHistory memory = new Remembering();
        Scrubber scrubber = new Scrubber(folder.resolve("scratch"), memory, InstantSource.system());
        int scrubs = 0;
        int proofs = 0;
        try (Writer writer = Writer.create(database, 4096, accounts);
                LitestreamProcess litestream =
                        LitestreamProcess.start(replicate(version, database, replica), folder.resolve("litestream"))) {
            Writer.Running running = writer.start(Duration.ofMillis(5));
            await().atMost(SOON).until(() -> watched.points().size() > 3);
            Instant end = Instant.now().plus(WATCHING);
            while (Instant.now().isBefore(end)) {
                if (scrubs % 3 == 2) {
                    writerChurn(running, writer);
                    running = writer.start(Duration.ofMillis(5));
                }
                ScrubResult result =
                        scrubber.scrub(new ScrubOrder("run-" + scrubs, watched.watched()), RestoreListener.NONE);
                assertThat(WatchedReplica.critical(result.findings())).isEmpty();
                scrubs++;
                proofs += result.proofs().agreed();
            }
            running.stop();
            litestream.end();
        }
        // files that were too recent are compared again after Litestream ended
        Scrubber later = new Scrubber(
                folder.resolve("scratch"), memory, InstantSource.offset(InstantSource.system(), Duration.ofHours(1)));
        ScrubResult last = later.scrub(new ScrubOrder("last", watched.watched()), RestoreListener.NONE);
        System.out.printf("%s: %d scrubs, %d proofs; last %s%n", version, scrubs, proofs, last.proofs());
        assertThat(last.findings()).isEmpty();
        assertThat(last.proofs().disagreed() + last.proofs().open()).isZero();
        assertThat(last.proofs().agreed() + last.proofs().known()).isPositive();
    }

    /** Grows and shrinks the database. */
    private static void writerChurn(Writer.Running running, Writer writer) throws Exception {
        running.stop();
        writer.execute(List.of("DELETE FROM note WHERE id % 2 = 0", "VACUUM"));
    }
}
