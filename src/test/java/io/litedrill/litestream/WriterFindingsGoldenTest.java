package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Checker;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.format.LtxTimestamp;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.StorageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Findings about Litestream itself in replicas that real Litestream wrote. */
class WriterFindingsGoldenTest {
    /** The findings about the behaviour of Litestream. */
    static final Set<FindingCode> ABOUT_THE_WRITER = EnumSet.of(
            FindingCode.COMPACTION_STUCK,
            FindingCode.NOT_PRUNED,
            FindingCode.UPLOADS_RUNAWAY,
            FindingCode.RETENTION_RACES_RESTORE);

    /** The settings in a litestream.yml without retention. */
    private static final WriterSettings READ =
            new WriterSettings(Duration.ofSeconds(1), WriterSettings.Keeping.WAL, WriterSettings.Keeping.LTX, true);

    private static final Duration THREE_WEEKS = Duration.ofDays(21);
    private static final ReplicaHistory SEEN_BEFORE = new ReplicaHistory() {
        @Override
        public Optional<Instant> firstSeen(ReplicaId id) {
            return Optional.of(Instant.EPOCH);
        }
    };

    @TempDir
    Path folder;

    static List<String> replicas() {
        return GoldenReplica.names();
    }

    @ParameterizedTest
    @MethodSource("replicas")
    void noReplicaHasThemAsItWasWritten(String name) throws IOException {
        GoldenReplica golden = GoldenReplica.load(name);
        golden.copyTo(folder.resolve("replica"));

        assertThat(judge(golden.newestFile(), READ)).isEmpty();
        assertThat(judge(golden.newestFile().plus(THREE_WEEKS), READ))
                .as("idle for weeks")
                .isEmpty();
    }

    /** Litestream wrote these within seconds, and kept all; the test stretches the seconds to three weeks. */
    @ParameterizedTest
    @ValueSource(strings = {"wal/snapshots", "ltx/levels"})
    void filesOfThreeWeeksAreTooManyForADayOfRetention(String name) throws IOException {
        GoldenReplica golden = GoldenReplica.load(name);
        stretch(golden);

        assertThat(judge(golden.newestFile(), READ)).extracting(Finding::code).containsExactly(FindingCode.NOT_PRUNED);
        assertThat(judge(
                        golden.newestFile(),
                        new WriterSettings(
                                Duration.ofSeconds(1),
                                Optional.of(Duration.ofDays(1)),
                                Duration.ofDays(21),
                                Duration.ofHours(1),
                                true)))
                .as("three weeks of retention")
                .isEmpty();
    }

    private void stretch(GoldenReplica golden) throws IOException {
        List<GoldenManifest.GoldenFile> files = golden.manifest().files();
        Instant end = golden.newestFile();
        Instant start = files.stream()
                .map(GoldenManifest.GoldenFile::mtime)
                .min(Instant::compareTo)
                .orElseThrow();
        double factor =
                (double) THREE_WEEKS.toMillis() / Duration.between(start, end).toMillis();
        golden.copyTo(folder.resolve("replica"));
        for (GoldenManifest.GoldenFile file : files) {
            long age = Duration.between(file.mtime(), end).toMillis();
            Duration shift = Duration.ofMillis(age - Math.round(age * factor));
            Path copy = folder.resolve("replica").resolve(file.path());
            if (file.path().endsWith(".ltx")) {
                byte[] bytes = Files.readAllBytes(copy);
                LtxTimestamp.shift(bytes, shift);
                Files.write(copy, bytes);
            }
            Files.setLastModifiedTime(copy, FileTime.from(file.mtime().plus(shift)));
        }
    }

    private List<Finding> judge(Instant newest, WriterSettings settings) {
        Replica replica = new Replica(new FileObjectStore(folder, StorageListener.NONE), "replica");
        CheckedReplica watched = new CheckedReplica(
                new ReplicaId("app", "file"),
                replica,
                Optional.empty(),
                Objectives.usual(Duration.ofDays(2)),
                settings);
        InstantSource clock = InstantSource.fixed(newest.plusSeconds(60));
        return new Checker(SEEN_BEFORE, new ReadingCache(1000), clock)
                .check(watched).findings().stream()
                        .filter(finding -> ABOUT_THE_WRITER.contains(finding.code()))
                        .toList();
    }
}
