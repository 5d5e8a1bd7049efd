package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.recover.FileRestorer;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permission;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreSource;
import io.litedrill.recover.TestRequests;
import io.litedrill.replica.Point;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.FaultInjectingStore;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.verify.Assertion;
import io.litedrill.verify.Expect;
import io.litedrill.verify.Expectations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores that have only the kept copy as source. */
class LastResortTest {
    @TempDir
    Path folder;

    private IncrementBench bench;
    private FaultInjectingStore store;
    private Path output;

    @BeforeEach
    void drill() throws IOException {
        bench = new IncrementBench("ltx/basic", folder);
        bench.uploadAll();
        assertThat(bench.drill().outcome()).isEqualTo(DrillResult.Outcome.PASSED);
        store = new FaultInjectingStore(bench.store);
        output = folder.resolve("out.db");
    }

    private RestoreReport restore(Expectations tests) {
        CheckedReplica watched = new CheckedReplica(
                bench.watched().id(),
                new Replica(store, IncrementBench.ROOT),
                Optional.empty(),
                new Objectives(
                        Duration.ofDays(10_000),
                        Optional.empty(),
                        Duration.ofDays(2),
                        Optional.empty(),
                        Optional.empty()),
                WriterSettings.DEFAULTS);
        return new FileRestorer(new ReadingCache(1000), ReplicaHistory.NONE, bench::now)
                .restore(
                        TestRequests.toFile("run", new Point.Newest(), output, Permissions.of(Permission.PROVED_COPY)),
                        new RestoreSource(watched, tests, new KeptRestore(bench.scratch(), watched.id())),
                        RestoreListener.NONE);
    }

    @Test
    void theCopyIsTestedAsEachRestoredDatabaseIs() {
        store.failList("", Kind.UNREACHABLE);

        assertThat(restore(Expectations.DEFAULTS).word()).isEqualTo(OutcomeWord.RESTORED);
    }

    @Test
    void aCopyWhoseTestsDoNotEndIsNotDelivered() {
        Assertion endless = new Assertion(
                "endless",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
                Expect.parse("> 0"));
        store.failList("", Kind.UNREACHABLE);

        RestoreReport report = restore(new Expectations(
                Expectations.Mode.QUICK_CHECK, false, List.of(), List.of(endless), Duration.ofMillis(500)));

        assertThat(report.word()).isEqualTo(OutcomeWord.INCONCLUSIVE);
        assertThat(report.reason().toString()).contains("endless");
        assertThat(output).doesNotExist();
    }

    /** A file that the restore does not need is no reason for an older state. */
    @Test
    void aDatabaseFromTheReplicaThatFailsItsTestsIsNotReplacedByTheCopy() {
        store.failKey(IncrementBench.ROOT + "/ltx/0/0000000000000001-0000000000000001.ltx", Kind.ACCESS_DENIED);

        RestoreReport report = restore(new Expectations(
                Expectations.Mode.QUICK_CHECK, false, List.of("no such table"), List.of(), Duration.ofMinutes(1)));

        assertThat(report.word()).isEqualTo(OutcomeWord.FAILED);
        assertThat(report.reason().toString()).contains("no such table").doesNotContain("copy");
        assertThat(output).doesNotExist();
    }
}
