package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.ReplicaHistory;
import io.litedrill.kept.KeptCopies;
import io.litedrill.kept.KeptCopy;
import io.litedrill.recover.FileRestorer;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.recover.RestoreSource;
import io.litedrill.recover.TestRequests;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import io.litedrill.verify.Expectations;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptRestoreTest {
    @TempDir
    Path folder;

    /** Expectations that no database meets. */
    private static final Expectations FAILING = new Expectations(
            Expectations.Mode.INTEGRITY_CHECK, true, List.of("no such table"), List.of(), Duration.ofMinutes(1));

    private int files;

    private RestoreReport restore(IncrementBench bench, Point point, ProvedSource proved) throws IOException {
        Path output = Files.createDirectories(folder.resolve("out")).resolve("restored-" + files++ + ".db");
        RestoreRequest request = TestRequests.toFile("run-" + files, point, output, Permissions.NONE);
        return new FileRestorer(new ReadingCache(1000), ReplicaHistory.NONE, bench::now)
                .restore(
                        request,
                        new RestoreSource(bench.watched(), Expectations.DEFAULTS, proved),
                        RestoreListener.NONE);
    }

    private RestoreReport restore(IncrementBench bench, Point point) throws IOException {
        return restore(
                bench, point, new KeptRestore(bench.scratch(), bench.watched().id()));
    }

    private static Source source(RestoreReport report) {
        assertThat(report.word()).as(report.reason()).isEqualTo(OutcomeWord.RESTORED);
        return report.restored().orElseThrow().source();
    }

    private static byte[] bytes(RestoreReport report) throws IOException {
        return Files.readAllBytes(report.run().output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal/basic", "wal/indexes", "wal/shrunk", "ltx/basic", "ltx/growth", "ltx/shrunk"})
    void theNewestStateIsTheKeptCopyWithTheMissingFilesApplied(String name) throws IOException {
        IncrementBench bench = new IncrementBench(name, folder);
        assertThat(bench.uploadPart()).isTrue();
        bench.drill();
        bench.uploadAll();

        RestoreReport kept = restore(bench, new Point.Newest());
        RestoreReport full = restore(bench, new Point.Newest(), ProvedSource.NONE);

        assertThat(source(kept)).isEqualTo(Source.PROVED_COPY);
        assertThat(source(full)).isEqualTo(Source.REPLICA);
        assertThat(bytes(kept)).isEqualTo(bytes(full));
        assertThat(kept.restored().orElseThrow().point())
                .isEqualTo(full.restored().orElseThrow().point());
        assertThat(left()).isEqualTo(2);
        assertThat(bench.drill().isIncremental()).isTrue();
    }

    private long left() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("out"))) {
            return all.count();
        }
    }

    @Test
    void aStateBeforeTheKeptCopyComesFromTheReplica() throws IOException {
        IncrementBench bench = new IncrementBench("ltx/basic", folder);
        assertThat(bench.uploadPart()).isTrue();
        RecoveryPoint older = bench.drill().restored().orElseThrow().point();
        bench.uploadAll();
        bench.drill();

        RestoreReport report = restore(bench, new Point.AtPosition(older.position()));

        assertThat(source(report)).isEqualTo(Source.REPLICA);
        assertThat(report.restored().orElseThrow().point().position()).isEqualTo(older.position());
    }

    @Test
    void aChangedCopyIsNeverDelivered() throws IOException {
        IncrementBench bench = new IncrementBench("ltx/basic", folder);
        bench.uploadAll();
        bench.drill();
        byte[] right = bytes(restore(bench, new Point.Newest(), ProvedSource.NONE));
        Path database = bench.kept("database");
        int pageSize = 512;
        for (long at = 0; at < Files.size(database); at += pageSize + 7) {
            flip(database, at);

            RestoreReport report = restore(bench, new Point.Newest());

            assertThat(source(report)).isEqualTo(Source.REPLICA);
            assertThat(bytes(report)).isEqualTo(right);
            Files.delete(report.run().output());
            flip(database, at);
        }
        assertThat(source(restore(bench, new Point.Newest()))).isEqualTo(Source.PROVED_COPY);
    }

    private static void flip(Path path, long at) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(at);
            int before = file.read();
            file.seek(at);
            file.write(before ^ 0x10);
        }
    }

    @Test
    void aCopyThatDidNotPassItsDrillIsNotUsed() throws IOException {
        IncrementBench bench = new IncrementBench("ltx/basic", folder);
        bench.uploadAll();
        bench.with(FAILING);
        assertThat(bench.drill().outcome()).isEqualTo(DrillResult.Outcome.FAILED);
        // the state of the files is known, so the next drill is incremental, and fails as well
        DrillResult again = bench.drill();
        assertThat(again.isIncremental()).isTrue();
        assertThat(again.outcome()).isEqualTo(DrillResult.Outcome.FAILED);

        assertThat(source(restore(bench, new Point.Newest()))).isEqualTo(Source.REPLICA);
    }

    @Test
    void aCopyInUseIsNotWaitedFor() throws IOException {
        IncrementBench bench = new IncrementBench("ltx/basic", folder);
        bench.uploadAll();
        bench.drill();
        try (KeptCopy used =
                new KeptCopies(bench.scratch()).open("app", "memory").orElseThrow()) {
            assertThat(used.database()).exists();
            assertThat(source(restore(bench, new Point.Newest()))).isEqualTo(Source.REPLICA);
        }
    }
}
