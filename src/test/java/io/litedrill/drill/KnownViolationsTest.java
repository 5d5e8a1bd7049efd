package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Severity;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known violations, and new ones. */
class KnownViolationsTest {
    @TempDir
    Path folder;

    private TwinBench bench;

    @BeforeEach
    void write() throws Exception {
        bench = new TwinBench(folder);
        bench.run(
                "CREATE TABLE p(id INTEGER PRIMARY KEY)", "CREATE TABLE c(p REFERENCES p)", "INSERT INTO c VALUES (1)");
        bench.snapshot();
        bench.run("CREATE TABLE u(a)");
        bench.upload();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    private Finding drilled() {
        DrillResult result = bench.drill();
        assertThat(result.outcome()).as(result.toString()).isEqualTo(Outcome.PASSED);
        return result.findings().stream()
                .filter(finding -> finding.code() == FindingCode.DATA_INCONSISTENT)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void newViolationsAreNamedAsNewAndOldOnesAreRecorded() throws Exception {
        bench.blind();
        assertThat(drilled().severity()).isEqualTo(Severity.WARNING);
        assertThat(drilled().severity()).isEqualTo(Severity.NOTE);
        bench.run("INSERT INTO c VALUES (2), (3)");
        bench.upload();

        Finding grown = drilled();

        assertThat(grown.severity()).isEqualTo(Severity.WARNING);
        assertThat(grown.message())
                .contains("REFERENCES p (3 rows)", "New, compared with the last drill that passed: c:", "(2 rows)");
        assertThat(drilled().severity()).isEqualTo(Severity.NOTE);
    }

    @Test
    void violationsOfTheLiveDatabaseInUseAreRecorded() {
        Finding finding = drilled();

        assertThat(finding.severity()).isEqualTo(Severity.NOTE);
        assertThat(finding.message()).contains("the live database has the same");
    }

    @Test
    void violationsOfALiveDatabaseThatACrashLeftWithItsWalAreRecorded() throws Exception {
        Files.delete(Path.of(bench.live() + "-shm"));

        Finding finding = drilled();

        assertThat(finding.severity()).isEqualTo(Severity.NOTE);
        assertThat(finding.message()).contains("the live database has the same");
        assertThat(Path.of(bench.live() + "-shm")).doesNotExist();
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void aRestoreRecordsWhatTheLastGoodDrillHad() throws Exception {
        bench.blind();
        assertThat(restored().severity()).isEqualTo(Severity.WARNING);
        assertThat(drilled().severity()).isEqualTo(Severity.WARNING);

        assertThat(restored().severity()).isEqualTo(Severity.NOTE);
        assertThat(restored().message()).contains("the last drill that passed has the same");
    }

    private Finding restored() throws IOException {
        RestoreReport report = bench.restore(Permissions.NONE);
        Files.deleteIfExists(folder.resolve("out.db"));
        return report.findings().stream()
                .filter(finding -> finding.code() == FindingCode.DATA_INCONSISTENT)
                .findFirst()
                .orElseThrow();
    }
}
