package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.drill.TwinBench;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptSmallerTest {
    private static final Permissions SMALLER = Permissions.of(Permission.ACCEPT_SMALLER);

    @TempDir
    Path folder;

    private TwinBench bench;

    @BeforeEach
    void write() throws Exception {
        bench = new TwinBench(folder);
        bench.run("CREATE TABLE t(id INTEGER PRIMARY KEY)", "INSERT INTO t " + TwinBench.rows(100));
        bench.snapshot();
        bench.run("CREATE TABLE u(a)");
        bench.upload();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    private void refuses(String... words) {
        RestoreReport report = bench.restore(Permissions.NONE);
        assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(report.reason()).contains(words).contains("--accept-smaller");
        assertThat(folder.resolve("out.db")).doesNotExist();
    }

    @Test
    void resultOfTheSameSizeIsTaken() {
        bench.drill();

        assertThat(bench.restore(Permissions.NONE).word()).isEqualTo(OutcomeWord.RESTORED);
    }

    @Test
    void fewerThanHalfOfTheRowsOfTheLastGoodDrillAreRefused() throws Exception {
        bench.blind().drill();
        bench.run("DELETE FROM t WHERE id > 49");
        bench.upload();

        refuses("49 rows", "100", "the last drill that passed");
        assertThat(bench.restore(SMALLER).word()).isEqualTo(OutcomeWord.RESTORED);
    }

    @Test
    void fewerThanHalfOfTheRowsOfTheLiveDatabaseAreRefused() throws Exception {
        bench.run("INSERT INTO t SELECT 100 + x FROM (" + TwinBench.rows(101) + ")");

        refuses("100 rows", "201", "the live database");
        assertThat(bench.restore(SMALLER).word()).isEqualTo(OutcomeWord.RESTORED);
    }

    @Test
    void anEarlierStateThatIsAskedForIsTakenToANewFileWhateverItsSize() throws Exception {
        RecoveryPoint early =
                bench.restore(Permissions.NONE).restored().orElseThrow().point();
        Files.delete(folder.resolve("out.db"));
        bench.run("INSERT INTO t SELECT 100 + x FROM (" + TwinBench.rows(200) + ")");
        bench.upload();
        bench.drill();

        RestoreReport report = bench.restore(new Point.AtPosition(early.position()), Permissions.NONE);

        assertThat(report.word()).as(report.toString()).isEqualTo(OutcomeWord.RESTORED);
    }

    @Test
    void noRowsAtAllAreRefusedWhereAnOlderSnapshotHadSome() throws Exception {
        bench.blind();
        bench.run("DELETE FROM t");
        bench.newGeneration("00000000000000bb");
        bench.snapshot();
        bench.run("CREATE TABLE v(a)");
        bench.upload();

        refuses("no rows at all", "the older state of");
        assertThat(bench.restore(SMALLER).word()).isEqualTo(OutcomeWord.RESTORED);
    }

    @Test
    void fallbackFindsTheNewestStateWithRows() throws Exception {
        bench.blind().drill();
        bench.run("DELETE FROM t");
        bench.upload();

        RestoreReport report = bench.restore(Permissions.of(Permission.FALLBACK));

        assertThat(report.word()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(report.restored().orElseThrow().fallback()).isPresent();
    }
}
