package io.litedrill.check;

import static io.litedrill.replica.Listing.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.memory.KnownFiles;
import io.litedrill.replica.memory.KnownFilesCodec;
import io.litedrill.replica.scan.BacklogLimit;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.storage.FaultInjectingStore;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Counts the requests of consecutive checks every minute, each in another process. */
class CheckRequestsTest {
    private static final int LARGE = 1_200;
    private static final int ENOUGH = 70;

    /** A check requests several files at the same time. */
    private final Map<StorageListener.Operation, Integer> requests = new ConcurrentHashMap<>();

    private final MemoryObjectStore store = new MemoryObjectStore(new StorageListener() {
        @Override
        public void request(Operation operation, boolean successful) {
            requests.merge(operation, 1, Integer::sum);
        }

        @Override
        public void read(long bytes) {}
    });
    private final FaultInjectingStore faulty = new FaultInjectingStore(store);
    private final StoredFiles memory = new StoredFiles();
    private Instant now = second(0);
    private BacklogLimit limit = BacklogLimit.NONE;

    /** A history that stores the files in memory. */
    private static final class StoredFiles implements ReplicaHistory {
        private final Map<ReplicaId, KnownFiles> kept = new HashMap<>();

        @Override
        public Optional<KnownFiles> files(ReplicaId id) {
            return Optional.ofNullable(kept.get(id))
                    .map(known ->
                            KnownFilesCodec.decode(known.location(), known.listedAt(), KnownFilesCodec.encode(known)));
        }

        @Override
        public void remember(ReplicaId id, Optional<KnownFiles> before, KnownFiles now) {
            kept.put(id, now);
        }
    }

    private CheckResult check(ReplicaHistory history) {
        requests.clear();
        now = now.plusSeconds(60);
        return new Checker(history, new ReadingCache(10_000), () -> now, duration -> {})
                .within(limit)
                .check(new CheckedReplica(
                        new ReplicaId("shop", "s3"),
                        new Replica(faulty, "app"),
                        Optional.empty(),
                        Case.OBJECTIVES,
                        WriterSettings.DEFAULTS));
    }

    private CheckResult check() {
        return check(memory);
    }

    private int count(StorageListener.Operation operation) {
        return requests.getOrDefault(operation, 0);
    }

    private void settled(GrowingReplica replica) {
        for (int i = 0; i < ENOUGH; i++) {
            replica.grow(now);
            check();
        }
    }

    @ParameterizedTest
    @CsvSource({"wal,20", "wal,1200", "ltx,20", "ltx,1200"})
    void aSteadyCheckNeedsTwoListingsAndOneFile(String layout, int files) {
        GrowingReplica replica = GrowingReplica.of(layout, store, files, now);
        settled(replica);

        for (int i = 0; i < 5; i++) {
            replica.grow(now);
            CheckResult grown = check();
            assertThat(grown.findings()).isEmpty();
            assertThat(grown.seen().newest().orElseThrow().time()).isEqualTo(replica.newest());
            assertThat(count(StorageListener.Operation.LIST)).isLessThanOrEqualTo(2);
            assertThat(count(StorageListener.Operation.GET)).isEqualTo(1);
        }
        assertThat(check().findings()).isEmpty();
        assertThat(count(StorageListener.Operation.LIST)).isLessThanOrEqualTo(2);
        assertThat(count(StorageListener.Operation.GET)).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"wal", "ltx"})
    void aMissingFileAmongTheNewestIsFoundAtOnce(String layout) {
        GrowingReplica replica = GrowingReplica.of(layout, store, LARGE, now);
        settled(replica);

        store.delete(replica.key(LARGE + ENOUGH - 400));

        assertThat(check().findings()).extracting(Finding::code).contains(FindingCode.FILE_VANISHED);
    }

    @ParameterizedTest
    @CsvSource({"wal", "ltx"})
    void aMissingFileAmongTheOldIsFoundWithinAnHour(String layout) {
        GrowingReplica replica = GrowingReplica.of(layout, store, LARGE, now);
        settled(replica);

        store.delete(replica.key(100));

        int checks = 0;
        List<FindingCode> found = List.of();
        while (!found.contains(FindingCode.FILE_VANISHED) && checks < 100) {
            replica.grow(now);
            checks++;
            found = check().findings().stream().map(Finding::code).toList();
        }
        assertThat(found).contains(FindingCode.FILE_VANISHED);
        assertThat(checks).isLessThanOrEqualTo(60);
    }

    @ParameterizedTest
    @CsvSource({"20", "1200"})
    void aNewGenerationIsSeenAtOnce(int files) {
        GrowingReplica replica = GrowingReplica.of("wal", store, files, now);
        settled(replica);

        GrowingReplica next = GrowingReplica.of("wal", "0000000000000001", store, 5, now);

        assertThat(check().seen().newest().orElseThrow().time()).isEqualTo(next.newest());
        assertThat(check().seen().extent().gaps()).isEqualTo(1);
    }

    /** Litestream was stopped for so long that the replica is stale, and then updated to 0.5. */
    @ParameterizedTest
    @CsvSource({"20", "1200"})
    void theFilesOfANewerLitestreamEndAStaleState(int files) {
        GrowingReplica replica = GrowingReplica.of("wal", store, files, now);
        settled(replica);
        now = now.plus(Case.OBJECTIVES.rpo());
        assertThat(check().findings()).extracting(Finding::code).contains(FindingCode.STALE);
        assertThat(check().findings()).extracting(Finding::code).contains(FindingCode.STALE);
        assertThat(count(StorageListener.Operation.LIST)).isLessThanOrEqualTo(3);

        GrowingReplica next = GrowingReplica.of("ltx", store, 5, now);

        CheckResult upgraded = check();
        assertThat(upgraded.findings()).extracting(Finding::code).doesNotContain(FindingCode.STALE);
        assertThat(upgraded.seen().newest().orElseThrow().time()).isEqualTo(next.newest());
    }

    @Test
    void aReplicaThatWasEmptiedIsReported() {
        GrowingReplica replica = GrowingReplica.of("ltx", store, 20, now);
        settled(replica);

        List<String> keys = new ArrayList<>();
        store.list("app/", "", object -> keys.add(object.key()));
        keys.forEach(store::delete);

        assertThat(check().findings()).extracting(Finding::code).contains(FindingCode.PREFIX_EMPTY);
    }

    /** All other files are read from the history, which shows that the store does not deny all. */
    @ParameterizedTest
    @EnumSource(
            value = StorageException.Kind.class,
            names = {"ACCESS_DENIED", "ARCHIVED"})
    void aSingleDeniedFileIsAFindingAboutThatFile(StorageException.Kind kind) {
        GrowingReplica replica = GrowingReplica.of("ltx", store, 20, now);
        settled(replica);

        replica.grow(now);
        faulty.failKey(replica.key(20 + ENOUGH), kind);
        check();

        assertThat(check().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.ACCESS_DENIED);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.where()).endsWith(replica.key(20 + ENOUGH));
        });
    }

    @Test
    void aColdCheckOfSegmentsNeedsThirtyRequests() {
        GrowingReplica.of("wal", store, 218, now);

        CheckResult cold = check(ReplicaHistory.NONE);

        assertThat(cold.findings()).isEmpty();
        assertThat(cold.run().cost().requests()).isLessThanOrEqualTo(30);
    }

    @Test
    void aColdCheckReadsTheSegmentBeforeAHoleFirst() {
        GrowingReplica replica = GrowingReplica.of("wal", store, 218, now);
        store.delete(replica.key(57));

        assertThat(check(ReplicaHistory.NONE).findings())
                .extracting(Finding::code)
                .contains(FindingCode.GAP);
    }

    @ParameterizedTest
    @CsvSource({"wal,100", "ltx,90"})
    void checksOfManyNewReplicasReadTheirFilesBitByBitAndEachOnce(String layout, int files) {
        GrowingReplica replica = GrowingReplica.of(layout, store, files, now);
        limit = new BacklogLimit(0, 0, () -> 0);

        CheckResult first = check();

        assertThat(count(StorageListener.Operation.GET)).isLessThanOrEqualTo(12);
        assertThat(first.verdict()).isEqualTo(Verdict.OK);
        assertThat(first.seen().newest().orElseThrow().time()).isEqualTo(replica.newest());
        assertThat(first.findings()).extracting(Finding::code).containsExactly(FindingCode.FILES_PENDING);
        assertThat(first.seen().extent().unread())
                .isBetween(1, first.seen().extent().files() - 1);

        limit = new BacklogLimit(10, 10, () -> Duration.between(second(0), now).toNanos() / 60);
        int gets = count(StorageListener.Operation.GET);
        int checks = 0;
        boolean pending = true;
        while (pending && checks < files) {
            CheckResult next = check();
            pending = next.findings().stream().anyMatch(found -> found.code() == FindingCode.FILES_PENDING);
            assertThat(next.seen().extent().unread() > 0).isEqualTo(pending);
            assertThat(count(StorageListener.Operation.GET)).isLessThanOrEqualTo(11);
            gets += count(StorageListener.Operation.GET);
            checks++;
        }
        assertThat(pending).isFalse();
        // compactions of layout ltx, which add no state, wait for the next complete listing
        assertThat(gets).isBetween(files + 1, layout.equals("wal") ? files + 1 : 2 * files + 1);
        assertThat(checks).isGreaterThan(5);
    }

    @ParameterizedTest
    @CsvSource({"wal", "ltx"})
    void aNewFileIsReadAlthoughOthersWait(String layout) {
        GrowingReplica replica = GrowingReplica.of(layout, store, 100, now);
        limit = new BacklogLimit(0, 0, () -> 0);
        check();

        replica.grow(now);
        CheckResult grown = check();

        assertThat(count(StorageListener.Operation.GET)).isEqualTo(1);
        assertThat(grown.seen().newest().orElseThrow().time()).isEqualTo(replica.newest());
    }

    /** A gap is listed twice before it is reported, and the files are stored once. */
    @Test
    void aReplicaWithAHoleSaysTooThatFilesWait() {
        GrowingReplica replica = GrowingReplica.of("ltx", store, 90, now);
        store.delete(replica.key(57));
        store.delete(replica.key(57).replace("/0001/", "/0000/"));
        limit = new BacklogLimit(0, 0, () -> 0);

        assertThat(check().findings()).extracting(Finding::code).contains(FindingCode.GAP, FindingCode.FILES_PENDING);
    }

    /** The name of a segment has no length, so the segment before the gap must be read. */
    @Test
    void aMissingSegmentIsFoundWhenTheFileBeforeItIsRead() {
        GrowingReplica replica = GrowingReplica.of("wal", store, 100, now);
        store.delete(replica.key(57));
        limit = new BacklogLimit(0, 0, () -> 0);
        assertThat(check().findings()).extracting(Finding::code).contains(FindingCode.FILES_PENDING);

        limit = BacklogLimit.NONE;
        List<FindingCode> found = List.of();
        for (int i = 0; i < 10; i++) {
            found = check().findings().stream().map(Finding::code).toList();
        }

        assertThat(found).contains(FindingCode.GAP).doesNotContain(FindingCode.FILES_PENDING);
    }
}
