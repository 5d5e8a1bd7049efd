package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.drill.DrillBench;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.format.LtxHeader;
import io.litedrill.replica.format.TestPages;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas whose files are sound and whose newest database is malformed. */
class AcceptMalformedTest {
    private static final Permissions MALFORMED = Permissions.of(Permission.ACCEPT_MALFORMED);
    private static final Point NAMED = new Point.AtPosition(LtxPosition.parse("000000000000000a"));

    @TempDir
    Path folder;

    private Path output;
    private DrillBench bench;

    @BeforeEach
    void breakTheNewestState() throws IOException {
        output = Files.createDirectory(folder.resolve("out")).resolve("app.db");
        bench = DrillBench.of("ltx/basic", folder);
        Path last = bench.files("/ltx/0/0000000000000009").get(0);
        long pages = LtxHeader.parse(Files.readAllBytes(last)).commitPages();
        byte[] broken = LtxBuilder.of(4096, pages)
                .txids(10, 10)
                .page(2, TestPages.page(4096, 2, 1))
                .build();
        Files.write(last.resolveSibling("000000000000000a-000000000000000a.ltx"), broken);
    }

    /** Leaves one snapshot, of TXIDs 1 to 3, with random bytes in all pages but the first. */
    private void leaveOneMalformedSnapshot() throws IOException {
        RestoreReport sound = restore(new Point.Newest(), Permissions.of(Permission.FALLBACK));
        assertThat(sound.word()).isEqualTo(OutcomeWord.RESTORED);
        byte[] database = Files.readAllBytes(output);
        Files.delete(output);
        Path place = bench.files("/ltx/0/").get(0).resolveSibling("../9").normalize();
        for (Path file : bench.files("")) {
            Files.delete(file);
        }
        long pages = database.length / 4096;
        LtxBuilder snapshot = LtxBuilder.of(4096, pages).txids(1, 3);
        for (int page = 1; page <= pages; page++) {
            byte[] content = java.util.Arrays.copyOfRange(database, (page - 1) * 4096, page * 4096);
            snapshot.page(page, page == 2 ? TestPages.page(4096, 2, 1) : content);
        }
        Path snapshots = Files.createDirectories(place);
        Files.write(snapshots.resolve("0000000000000001-0000000000000003.ltx"), snapshot.build());
    }

    private RestoreReport restore(Point point, Permissions permissions) {
        RestoreRequest request = TestRequests.toFile("run", point, output, permissions);
        return new FileRestorer(new ReadingCache(1000), InstantSource.system())
                .restore(request, new RestoreSource(bench.watched(), DrillBench.SOUND), RestoreListener.NONE);
    }

    private void isMalformed(RestoreReport report) {
        assertThat(report.word()).as(report.toString()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(report.reason()).contains("is malformed", "sqlite3 ", " .recover");
        assertThat(report.restored().orElseThrow().isMalformed()).isTrue();
        assertThat(report.findings()).extracting(Finding::code).contains(FindingCode.DATABASE_MALFORMED);
        assertThat(output).exists();
        assertThat(folder.resolve("out").toFile().list()).containsExactly("app.db");
    }

    @Test
    void withoutPermissionNothingIsWrittenAndTheWayIsNamed() throws IOException {
        leaveOneMalformedSnapshot();

        for (Permissions permissions : new Permissions[] {Permissions.NONE, Permissions.of(Permission.FALLBACK)}) {
            RestoreReport report = restore(new Point.Newest(), permissions);
            assertThat(report.word()).isEqualTo(OutcomeWord.FAILED);
            assertThat(report.reason()).contains("restore -o FILE --accept-malformed");
            assertThat(output).doesNotExist();
        }
    }

    @Test
    void theOnlyStateIsWrittenThoughItIsMalformed() throws IOException {
        leaveOneMalformedSnapshot();

        isMalformed(restore(new Point.Newest(), MALFORMED));
    }

    @Test
    void theOnlyStateIsWrittenWithFallbackToo() throws IOException {
        leaveOneMalformedSnapshot();

        isMalformed(restore(new Point.Newest(), Permissions.of(Permission.FALLBACK, Permission.ACCEPT_MALFORMED)));
    }

    @Test
    void aSoundEarlierStateGoesFirst() {
        RestoreReport report = restore(new Point.Newest(), MALFORMED);

        assertThat(report.word()).isEqualTo(OutcomeWord.FAILED);
        assertThat(report.reason()).contains("--fallback", "--txid 000000000000000a", "--accept-malformed");
        assertThat(output).doesNotExist();
        RestoreReport fallback =
                restore(new Point.Newest(), Permissions.of(Permission.FALLBACK, Permission.ACCEPT_MALFORMED));
        assertThat(fallback.restored().orElseThrow().isMalformed()).isFalse();
        assertThat(fallback.restored().orElseThrow().fallback()).isPresent();
    }

    @Test
    void aMalformedStateThatIsNamedIsWritten() {
        assertThat(restore(NAMED, Permissions.NONE).word()).isEqualTo(OutcomeWord.FAILED);
        isMalformed(restore(NAMED, MALFORMED));
    }
}
