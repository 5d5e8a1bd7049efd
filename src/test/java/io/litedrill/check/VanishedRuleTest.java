package io.litedrill.check;

import static io.litedrill.replica.Listing.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.memory.KnownFiles;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.storage.FaultInjectingStore;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.storage.StorageException.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VanishedRuleTest {
    private static final int NEWEST = 20;

    private final MemoryObjectStore files = new MemoryObjectStore();
    private final FaultInjectingStore store = new FaultInjectingStore(files);
    private final Map<ReplicaId, KnownFiles> kept = new HashMap<>();
    private final ReplicaHistory memory = new ReplicaHistory() {
        @Override
        public Optional<Instant> firstSeen(ReplicaId id) {
            return Optional.empty();
        }

        @Override
        public Optional<PastDrills> drills(ReplicaId id) {
            return Optional.empty();
        }

        @Override
        public Optional<KnownFiles> files(ReplicaId id) {
            return Optional.ofNullable(kept.get(id));
        }

        @Override
        public void remember(ReplicaId id, Optional<KnownFiles> before, KnownFiles now) {
            kept.put(id, now);
        }
    };
    private InstantSource clock = () -> second(60);
    private final Checker checker = new Checker(memory, new ReadingCache(1000), () -> clock.instant(), duration -> {});

    @BeforeEach
    void look() {
        files.put(
                "app/ltx/9/0000000000000001-0000000000000001.ltx",
                LtxBuilder.snapshot(512, 1, 1, 0).timestamp(second(0)).build(),
                second(0));
        for (int txid = 2; txid <= NEWEST; txid++) {
            put(txid);
        }
        assertThat(check("app")).isEmpty();
    }

    private void put(int txid) {
        byte[] file = LtxBuilder.of(512, 1)
                .txids(txid, txid)
                .timestamp(second(txid))
                .page(1, new byte[512])
                .build();
        files.put(key(txid), file, second(txid));
    }

    private static String key(int txid) {
        return String.format(Locale.ROOT, "app/ltx/0/%016x-%016x.ltx", txid, txid);
    }

    private List<Finding> check(String root) {
        CheckedReplica watched = new CheckedReplica(
                new ReplicaId("shop", "file"),
                new Replica(store, root),
                Optional.empty(),
                Case.OBJECTIVES,
                WriterSettings.DEFAULTS);
        return checker.check(watched).findings();
    }

    private List<Finding> vanished() {
        return check("app").stream()
                .filter(finding -> finding.code() == FindingCode.FILE_VANISHED)
                .toList();
    }

    @Test
    void aFileThatIsGoneIsNamedWithWhatWasKnownOfIt() {
        files.delete(key(NEWEST));

        assertThat(vanished()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(finding.where()).endsWith(key(NEWEST));
            assertThat(finding.message())
                    .contains("ltx level 0", "bytes, of " + second(NEWEST), "last seen at " + second(60));
            assertThat(finding.hint().text())
                    .contains("findings.md#mending-a-gap")
                    .endsWith("litedrill window shop");
        });
    }

    @Test
    void manyAreSummedUp() {
        for (int txid = 11; txid <= NEWEST; txid++) {
            files.delete(key(txid));
        }

        assertThat(vanished()).singleElement().satisfies(finding -> {
            assertThat(finding.message())
                    .startsWith("10 files")
                    .contains("ltx/0/000000000000000b-", "ltx/0/0000000000000014-");
            assertThat(finding.where()).endsWith(key(11));
        });
    }

    @Test
    void aGapShowsAsWellAndIsNotTakenForAnUpload() {
        files.delete(key(19));

        assertThat(check("app"))
                .filteredOn(finding -> finding.severity() == Severity.CRITICAL)
                .extracting(Finding::code)
                .contains(FindingCode.GAP, FindingCode.FILE_VANISHED);
    }

    /** Listings are not atomic. */
    @Test
    void whatTheSecondListingShowsIsNotMissed() {
        files.delete(key(NEWEST));
        int before = store.calls();
        clock = () -> {
            if (store.calls() >= before + 3) {
                put(NEWEST);
            }
            return second(60);
        };

        assertThat(check("app")).isEmpty();
    }

    @Test
    void anEmptyReplicaIsOneFinding() {
        for (int txid = 2; txid <= NEWEST; txid++) {
            files.delete(key(txid));
        }
        files.delete("app/ltx/9/0000000000000001-0000000000000001.ltx");

        assertThat(check("app")).extracting(Finding::code).containsExactly(FindingCode.PREFIX_EMPTY);
    }

    @Test
    void aReplicaThatMovedIsNotHeldAgainstItsPast() {
        files.put(
                "elsewhere/ltx/9/0000000000000001-0000000000000001.ltx",
                LtxBuilder.snapshot(512, 1, 1, 0).timestamp(second(0)).build(),
                second(0));

        assertThat(check("elsewhere")).isEmpty();
    }

    @Test
    void aStoreThatCannotBeListedMissesNothing() {
        files.delete(key(NEWEST));
        store.failList("", Kind.UNREACHABLE);

        assertThat(check("app")).extracting(Finding::code).containsExactly(FindingCode.STORAGE_UNREACHABLE);
    }
}
