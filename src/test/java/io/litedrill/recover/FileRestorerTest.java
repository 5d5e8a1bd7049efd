package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.drill.DrillBench;
import io.litedrill.litestream.Dump;
import io.litedrill.litestream.GoldenManifest.Kind;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.replica.Point;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRestorerTest {
    private static final Permissions FALLBACK = Permissions.of(Permission.FALLBACK);

    @TempDir
    Path folder;

    private Path output;

    @BeforeEach
    void createOutputFolder() throws IOException {
        output = Files.createDirectory(folder.resolve("out")).resolve("app.db");
    }

    private RestoreReport restore(DrillBench bench, Point point, Permissions permissions) {
        RestoreRequest request = TestRequests.toFile("run", point, output, permissions);
        return new FileRestorer(new ReadingCache(1000), InstantSource.system())
                .restore(request, new RestoreSource(bench.watched(), DrillBench.SOUND), RestoreListener.NONE);
    }

    @Test
    void restoresTheNewestStateAndNothingElseAppears() throws IOException, SQLException {
        RestoreReport report = restore(DrillBench.of("wal/indexes", folder), new Point.Newest(), Permissions.NONE);

        assertThat(report.word()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(Dump.sha256(output))
                .isEqualTo(
                        GoldenReplica.load("wal/indexes").expected(Kind.NEWEST).dumpSha256());
        assertThat(folder.resolve("out").toFile().list()).containsExactly("app.db");
    }

    @Test
    void neverTouchesAFileThatIsThere() throws IOException {
        Files.writeString(output, "precious");

        RestoreReport report = restore(DrillBench.of("ltx/basic", folder), new Point.Newest(), Permissions.NONE);

        assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(report.reason()).contains("is there already");
        assertThat(output).hasContent("precious");
    }

    /** The attributes of a name that is too long cannot be read, as on a failing disk. */
    @Test
    void refusesANameThatCannotBeReadBeforeItReadsTheReplica() throws IOException {
        output = output.resolveSibling("x".repeat(300));

        RestoreReport report = restore(DrillBench.of("ltx/basic", folder), new Point.Newest(), Permissions.NONE);

        assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(report.reason()).contains("may be there already, which cannot be read");
        assertThat(folder.resolve("out")).isEmptyDirectory();
    }

    @Test
    void theLongestNameIsRestoredTo() throws IOException {
        output = output.resolveSibling("x".repeat(255));

        RestoreReport report = restore(DrillBench.of("ltx/basic", folder), new Point.Newest(), Permissions.NONE);

        assertThat(report.word()).as(report.reason()).isEqualTo(OutcomeWord.RESTORED);
    }

    @Test
    void refusesToPutADatabaseBesideAStaleWal() throws IOException {
        Files.writeString(output.resolveSibling("app.db-wal"), "stale");

        RestoreReport report = restore(DrillBench.of("ltx/basic", folder), new Point.Newest(), Permissions.NONE);

        assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(report.reason()).contains("app.db-wal");
        assertThat(folder.resolve("out").toFile().list()).containsExactly("app.db-wal");
    }

    @Test
    void refusesTheNewestStateBehindAHoleAndNamesTheWayOut() throws IOException {
        RestoreReport report = restore(DrillBench.of("ltx/hole", folder), new Point.Newest(), Permissions.NONE);

        assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(report.reason()).contains("is missing", "Before it: ", "--txid 0000000000000004");
        assertThat(output).doesNotExist();
        assertThat(report.findings()).extracting(Finding::code).containsExactly(FindingCode.GAP);
    }

    @Test
    void takesTheNewestSoundStateWithFallback() throws IOException, SQLException {
        RestoreReport report = restore(DrillBench.of("ltx/hole", folder), new Point.Newest(), FALLBACK);

        assertThat(report.word()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(report.restored().orElseThrow().fallback()).isPresent();
        assertThat(Dump.sha256(output))
                .isEqualTo(GoldenReplica.load("ltx/hole")
                        .expected(Kind.NEWEST_SOUND)
                        .dumpSha256());
    }

    @Test
    void failsOnADamagedFileWithoutLeavingAnything() throws IOException {
        DrillBench bench = DrillBench.of("wal/basic", folder);
        Path snapshot = bench.files("/snapshots/").get(0);
        bench.flip(snapshot, Files.size(snapshot) / 2);

        RestoreReport report = restore(bench, new Point.Newest(), FALLBACK);

        assertThat(report.word()).isEqualTo(OutcomeWord.FAILED);
        assertThat(report.reason()).contains(snapshot.getFileName().toString());
        assertThat(folder.resolve("out")).isEmptyDirectory();
    }

    @Test
    void isInconclusiveForABackupInAnUnknownFormat() throws IOException {
        DrillBench bench = DrillBench.of("wal/basic", folder);
        for (Path file : bench.files("/generations/")) {
            bench.encrypt(file);
        }

        RestoreReport report = restore(bench, new Point.Newest(), FALLBACK);

        assertThat(report.word()).isEqualTo(OutcomeWord.INCONCLUSIVE);
        assertThat(folder.resolve("out")).isEmptyDirectory();
    }

    @Test
    void refusesATimeBeforeTheWindow() throws IOException {
        RestoreReport report = restore(
                DrillBench.of("wal/basic", folder), new Point.AtTime(Instant.parse("2020-01-01T00:00:00Z")), FALLBACK);

        assertThat(report.findings()).isEmpty();
        assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(report.reason()).contains("After it: ", "--position ");
    }
}
