package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.ScrubResult.Proofs;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.format.TestPages;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of four pages with five transactions: transaction t writes page 1 + t % 4 in its variant t. */
class CrossProofTest {
    private static final int SIZE = 512;
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir
    Path folder;

    private DamageBench bench;

    /** A history in memory. */
    private static final class Remembering implements ReplicaHistory {
        private final Set<String> digests = new HashSet<>();

        @Override
        public Set<String> agreedProofs(ReplicaId id) {
            return Set.copyOf(digests);
        }

        @Override
        public void keepAgreedProofs(ReplicaId id, Set<String> kept) {
            digests.clear();
            digests.addAll(kept);
        }
    }

    @BeforeEach
    void fiveTransactions() {
        bench = new DamageBench(folder);
        put(0, 1, 1, LtxBuilder.snapshot(SIZE, 4, 1, 1));
        for (int t = 2; t <= 5; t++) {
            put(0, t, t, LtxBuilder.of(SIZE, 4).page(1 + t % 4, page(t)));
        }
        put(1, 2, 4, compacted(4));
        put(9, 1, 3, snapshot(3));
        put(9, 1, 5, snapshot(5));
    }

    private static byte[] page(int t) {
        return TestPages.page(SIZE, 1 + t % 4, t);
    }

    /** Returns a file with transactions 2 to 4. */
    private static LtxBuilder compacted(long pages) {
        return LtxBuilder.of(SIZE, pages).page(1, page(4)).page(3, page(2)).page(4, page(3));
    }

    /** Returns the database after a transaction, each page in the variant of the last transaction that wrote it. */
    private static LtxBuilder snapshot(int txid) {
        LtxBuilder snapshot = LtxBuilder.of(SIZE, 4);
        for (int pgno = 1; pgno <= 4; pgno++) {
            int last = 1;
            for (int t = 2; t <= txid; t++) {
                last = 1 + t % 4 == pgno ? t : last;
            }
            snapshot.page(pgno, TestPages.page(SIZE, pgno, last));
        }
        return snapshot;
    }

    private void put(int level, long min, long max, LtxBuilder file) {
        // an hour apart, so that no snapshot can be written during the next transaction
        Instant time = START.plusSeconds(3600 * max);
        String path = String.format(Locale.ROOT, "ltx/%d/%016x-%016x.ltx", level, min, max);
        bench.put(path, file.txids(min, max).timestamp(time).build(), time);
    }

    private Finding disagreeing(String file) {
        ScrubResult result = bench.scrub();
        assertThat(result.findings()).extracting(Finding::code).containsOnly(FindingCode.CHAIN_DISAGREES);
        assertThat(result.proofs().disagreed()).isEqualTo(result.findings().size());
        return result.findings().stream()
                .filter(finding -> finding.where().contains(file))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void agreesWhereAllIsWell() {
        ScrubResult result = bench.scrub();

        assertThat(result.findings()).isEmpty();
        assertThat(result.proofs()).isEqualTo(new Proofs(3, 0, 0, 0));
    }

    @Test
    void seesAPageOfASnapshotThatTheReplayDoesNotGive() {
        put(9, 1, 5, snapshot(4));

        Finding finding = disagreeing("ltx/9/");

        assertThat(finding.message())
                .contains("page 2 is the first that differs")
                .contains("between TXID 0000000000000003 and 0000000000000005");
        assertThat(finding.where()).endsWith("ltx/9/0000000000000001-0000000000000005.ltx");
    }

    @Test
    void seesAPageOfACompactedFileThatItsPartsDoNotGive() {
        put(1, 2, 4, LtxBuilder.of(SIZE, 4).page(1, page(4)).page(3, page(3)).page(4, page(3)));

        assertThat(disagreeing("ltx/1/").message())
                .contains("page 3 is the first that differs")
                .contains("between TXID 0000000000000002 and 0000000000000004");
    }

    @Test
    void seesAPageThatACompactedFileLacks() {
        put(1, 2, 4, LtxBuilder.of(SIZE, 4).page(1, page(4)).page(4, page(3)));

        assertThat(disagreeing("ltx/1/").message()).contains("page 3 is the first that it lacks");
    }

    @Test
    void seesAPageThatOnlyACompactedFileHolds() {
        put(1, 2, 4, compacted(4).page(5, page(3)).header(12, new byte[] {0, 0, 0, 5}));

        List<Finding> findings = bench.scrub().findings();

        // different page counts at one TXID alone may be of two databases
        assertThat(findings)
                .extracting(Finding::code)
                .containsExactlyInAnyOrder(FindingCode.FORKED, FindingCode.CHAIN_DISAGREES);
        assertThat(findings)
                .extracting(Finding::message)
                .anyMatch(message -> message.contains("it leaves 5 pages, they leave 4"));
    }

    /**
     * Litestream 0.5.0 reads the WAL to its end for a snapshot, and names the snapshot by its last uploaded
     * transaction.
     */
    @Test
    void allowsASnapshotToBeAheadOfItsTxid() {
        put(9, 1, 4, snapshot(5));

        assertThat(bench.scrub().findings()).isEmpty();
    }

    @Test
    void provesEachPairOnce() {
        Remembering memory = new Remembering();

        assertThat(bench.scrub(memory).proofs()).isEqualTo(new Proofs(3, 0, 0, 0));
        assertThat(bench.scrub(memory).proofs()).isEqualTo(new Proofs(0, 3, 0, 0));
    }

    @Test
    void provesAnewWhatChangedAndForgetsWhatIsGone() {
        Remembering memory = new Remembering();
        bench.scrub(memory);
        Set<String> before = Set.copyOf(memory.digests);

        String path = "ltx/9/0000000000000001-0000000000000005.ltx";
        bench.put(
                path,
                snapshot(4).txids(1, 5).timestamp(bench.time(path)).build(),
                bench.time(path).minusSeconds(1));
        assertThat(bench.scrub(memory).proofs()).isEqualTo(new Proofs(0, 2, 1, 0));
        assertThat(bench.scrub(memory).proofs().disagreed())
                .as("said again, as long as it is so")
                .isEqualTo(1);
        assertThat(memory.digests).hasSize(2).isSubsetOf(before);
    }
}
