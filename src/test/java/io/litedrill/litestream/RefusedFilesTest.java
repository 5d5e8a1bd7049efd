package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.replica.Replica;
import io.litedrill.replica.memory.KnownFiles;
import io.litedrill.storage.FaultInjectingStore;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that refuses some files of a replica: by their mode, or because they are archived. */
class RefusedFilesTest {
    private static final String WAL = "replica/generations/4c2ff0b1790ee7e1/wal/";
    private static final String SNAPSHOTS = "replica/generations/4c2ff0b1790ee7e1/snapshots/";
    private static final String OLD = WAL + "00000000_00000000.wal.lz4";

    @TempDir
    Path folder;

    private FaultInjectingStore store;
    private WatchedReplica watched;

    @BeforeEach
    void unpack() throws IOException {
        Path unpacked = CaseArchive.unpack("old-segment-unreadable", folder);
        store = new FaultInjectingStore(new FileObjectStore(unpacked, StorageListener.NONE));
        watched = WatchedReplica.of(new Replica(store, "replica"), folder.resolve("app.db"), folder.resolve("work"));
    }

    private List<String> keys(String prefix) throws IOException {
        try (Stream<Path> all =
                Files.list(folder.resolve("old-segment-unreadable").resolve(prefix))) {
            return all.map(path -> prefix + path.getFileName()).sorted().toList();
        }
    }

    private static List<Finding> refused(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.code() == FindingCode.ACCESS_DENIED)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ACCESS_DENIED", "ARCHIVED"})
    void aFileThatTheNewestStateDoesNotNeedIsAWarning(Kind kind) {
        store.failKey(OLD, kind);

        CheckResult check = watched.check();
        DrillResult drill = watched.drill();
        RestoreReport restore = watched.restore(new Point.Newest());

        assertThat(WatchedReplica.critical(check.findings())).isEmpty();
        assertThat(check.findings()).noneMatch(finding -> finding.severity() == Severity.UNKNOWN);
        assertThat(refused(check.findings())).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.where()).endsWith(OLD);
        });
        assertThat(drill.outcome()).as("%s", drill.findings()).isEqualTo(Outcome.PASSED);
        assertThat(drill.restored().orElseThrow().userVersion()).hasValue(21);
        assertThat(refused(drill.findings())).hasSize(1);
        assertThat(restore.word()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(restore.restored().orElseThrow().userVersion()).hasValue(21);
        assertThat(refused(restore.findings())).hasSize(1);
        assertThat(watched.scrub().findings()).extracting(Finding::code).containsExactly(FindingCode.ACCESS_DENIED);
    }

    /** No run reads another file then: the history has the content of the others. */
    @Test
    void aFileThatAloneIsUnreadRefusesNoRestore() throws IOException {
        StoredFiles history = new StoredFiles();
        store.failKey(OLD, Kind.ACCESS_DENIED);
        watched.remembering(history);
        int segments = keys(WAL).size();
        for (int i = 0; i < segments; i++) {
            watched.check();
        }
        WatchedReplica other = WatchedReplica.of(
                        new Replica(store, "replica"), folder.resolve("app.db"), folder.resolve("other"))
                .remembering(history);

        DrillResult drill = other.drill();
        RestoreReport restore = other.restore(new Point.Newest());

        assertThat(restore.word()).as("%s", restore.reason()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(drill.outcome()).as("%s", drill.findings()).isEqualTo(Outcome.PASSED);
        assertThat(other.check().verdict()).isEqualTo(Verdict.WARNING);
    }

    /** The listing still works, and the history has the content of the other files. */
    @Test
    void aPermissionThatIsRevokedLeavesAReplicaWithAHistoryUnknown() throws IOException {
        store.failKey(OLD, Kind.ACCESS_DENIED);
        watched.remembering(new StoredFiles());
        int segments = keys(WAL).size();
        for (int i = 0; i < segments; i++) {
            watched.check();
        }
        assertThat(watched.check().verdict()).isEqualTo(Verdict.WARNING);

        for (String key : keys(WAL)) {
            store.failKey(key, Kind.ACCESS_DENIED);
        }
        for (String key : keys(SNAPSHOTS)) {
            store.failKey(key, Kind.ACCESS_DENIED);
        }

        CheckResult check = watched.check();
        assertThat(check.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(refused(check.findings()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN));
    }

    /** A history that stores the files in memory. */
    private static final class StoredFiles implements ReplicaHistory {
        private Optional<KnownFiles> kept = Optional.empty();

        @Override
        public Optional<KnownFiles> files(ReplicaId id) {
            return kept;
        }

        @Override
        public void remember(ReplicaId id, Optional<KnownFiles> before, KnownFiles now) {
            kept = Optional.of(now);
        }
    }

    @Test
    void manyFilesAreOneFinding() throws IOException {
        keys(WAL).stream()
                .filter(key -> key.compareTo(WAL + "00000007") < 0)
                .forEach(key -> store.failKey(key, Kind.ARCHIVED));

        DrillResult drill = watched.drill();

        assertThat(drill.outcome()).as("%s", drill.findings()).isEqualTo(Outcome.PASSED);
        assertThat(refused(drill.findings())).hasSizeLessThanOrEqualTo(20);
        assertThat(watched.check().verdict()).isEqualTo(Verdict.WARNING);
    }

    @Test
    void aFileThatTheNewestStateNeedsLeavesItUnknown() throws IOException {
        List<String> segments = keys(WAL);
        store.failKey(segments.get(segments.size() - 1), Kind.ACCESS_DENIED);

        CheckResult check = watched.check();
        DrillResult drill = watched.drill();
        RestoreReport restore = watched.restore(new Point.Newest());

        assertThat(check.verdict()).as("%s", check.findings()).isEqualTo(Verdict.UNKNOWN);
        assertThat(drill.outcome()).as("%s", drill.findings()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(WatchedReplica.critical(drill.findings())).isEmpty();
        assertThat(restore.word()).isEqualTo(OutcomeWord.INCONCLUSIVE);
    }

    @Test
    void snapshotsThatMayNotBeReadLeaveItUnknown() throws IOException {
        keys(SNAPSHOTS).forEach(key -> store.failKey(key, Kind.ARCHIVED));

        CheckResult check = watched.check();

        assertThat(check.verdict()).as("%s", check.findings()).isEqualTo(Verdict.UNKNOWN);
        assertThat(watched.drill().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        RestoreReport restore = watched.restore(new Point.Newest());
        assertThat(restore.word()).isEqualTo(OutcomeWord.INCONCLUSIVE);
        assertThat(restore.reason()).contains("archive class");
    }

    /** A refused segment does not explain a missing snapshot. */
    @Test
    void withoutAnySnapshotARefusedSegmentLeavesItCritical() throws IOException {
        for (String key : keys(SNAPSHOTS)) {
            Files.delete(folder.resolve("old-segment-unreadable").resolve(key));
        }
        store.failKey(OLD, Kind.ACCESS_DENIED);

        assertThat(watched.check().verdict()).isEqualTo(Verdict.CRITICAL);
        assertThat(watched.drill().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void aStoreThatRefusesEveryFileIsOneFinding() throws IOException {
        for (String key :
                Stream.concat(keys(WAL).stream(), keys(SNAPSHOTS).stream()).toList()) {
            store.failKey(key, Kind.ACCESS_DENIED);
        }

        CheckResult check = watched.check();

        assertThat(check.findings()).singleElement().returns(Severity.UNKNOWN, Finding::severity);
        assertThat(check.run().cost().requests()).isLessThan(20);
        assertThat(watched.drill().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(store.calls()).isLessThan(60);
    }

    /**
     * For any refused file: no file is called damaged, and a drill passes with the newest state or is inconclusive.
     */
    @ParameterizedTest
    @ValueSource(strings = {"wal/basic", "ltx/basic", "both/upgraded"})
    void noRefusedFileIsEverDamage(String name) throws Exception {
        GoldenReplica golden = GoldenReplica.load(name);
        golden.copyTo(folder.resolve("golden"), Instant.now().minusSeconds(60));
        FaultInjectingStore refusing = new FaultInjectingStore(new FileObjectStore(folder, StorageListener.NONE));
        Replica replica = new Replica(refusing, "golden");
        Path none = folder.resolve("none.db");
        DrillResult sound =
                WatchedReplica.of(replica, none, folder.resolve("w")).drill();
        assertThat(sound.outcome()).as("%s", sound.findings()).isEqualTo(Outcome.PASSED);
        int work = 0;
        for (var file : golden.manifest().files()) {
            refusing.heal();
            refusing.failKey("golden/" + file.path(), Kind.ARCHIVED);
            WatchedReplica each = WatchedReplica.of(replica, none, folder.resolve("w" + work++));

            CheckResult check = each.check();
            DrillResult drill = each.drill();

            assertThat(WatchedReplica.critical(check.findings()))
                    .as(file.path())
                    .isEmpty();
            assertThat(WatchedReplica.critical(drill.findings()))
                    .as(file.path())
                    .isEmpty();
            assertThat(drill.outcome()).as(file.path()).isIn(Outcome.PASSED, Outcome.INCONCLUSIVE);
            if (drill.outcome() == Outcome.PASSED) {
                assertThat(drill.restored().orElseThrow().userVersion())
                        .isEqualTo(sound.restored().orElseThrow().userVersion());
            } else {
                assertThat(refused(drill.findings())).as(file.path()).isNotEmpty();
            }
        }
    }
}
