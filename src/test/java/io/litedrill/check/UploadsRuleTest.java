package io.litedrill.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Listing;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Reading.WalStretch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of level 0 that are larger than their part of the WAL hold the whole database. */
class UploadsRuleTest {
    private static final int SIZE = (int) LtxFile.LARGE;

    private static Reading header(long seconds, long wal) {
        return new Reading.Header(Listing.second(seconds), 1200, 4096, new WalStretch(Listing.SALTS, 32, 32 + wal));
    }

    /**
     * Returns a replica with this number of large files of level 0, each made from this number of bytes of the WAL.
     */
    private static Listing files(int count, int bytes, long step, long wal) {
        Listing listing = new Listing().ltx(9, 1, 1, 0).bytes(bytes);
        for (int i = 0; i < count; i++) {
            listing.ltx(0, 2 + i, 2 + i, i * step, header(i * step, wal));
        }
        return listing;
    }

    private static List<Finding> judge(Listing listing, long now) {
        return new UploadsRule().judge(new Case(listing).at(now));
    }

    @Test
    void fourWholeFilesWithinFiveMinutesAreReported() {
        assertThat(judge(files(3, SIZE, 60, 8240), 300)).isEmpty();
        assertThat(judge(files(4, SIZE, 60, 8240), 300)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.UPLOADS_RUNAWAY);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message())
                    .isEqualTo("4 files of level 0 from 2026-11-01T00:00:00Z to 2026-11-01T00:03:00Z have 16777216"
                            + " bytes together, where the WAL had 32960 bytes: each holds the whole database of"
                            + " 4915200 bytes");
            assertThat(finding.hint()).asString().contains("restart");
        });
    }

    @Test
    void singleRestartsAreNoFinding() {
        assertThat(judge(files(20, SIZE, 101, 8240), 2000)).isEmpty();
        assertThat(judge(files(20, SIZE, 100, 8240), 2000)).hasSize(1);
    }

    /** A bulk load, an update of each row, or a {@code VACUUM} is in the WAL. */
    @Test
    void largeTransactionsAreNoFinding() {
        assertThat(judge(files(100, SIZE, 1, SIZE), 200)).isEmpty();
        assertThat(judge(files(100, SIZE, 1, SIZE / 5 * 4 + 4), 200)).isEmpty();
        assertThat(judge(files(100, SIZE, 1, SIZE / 5 * 4), 200)).hasSize(1);
    }

    @Test
    void smallDatabasesAreNoFinding() {
        assertThat(judge(files(100, SIZE - 1, 1, 8240), 200)).isEmpty();
    }

    @Test
    void uploadsThatEndedAreNoFinding() {
        assertThat(judge(files(4, SIZE, 0, 8240), 15 * 60)).hasSize(1);
        assertThat(judge(files(4, SIZE, 0, 8240), 15 * 60 + 1)).isEmpty();
    }

    @Test
    void compactionsSnapshotsAndUnreadFilesProveNothing() {
        Listing listing = new Listing().ltx(9, 1, 1, 0).bytes(SIZE);
        for (int i = 0; i < 10; i++) {
            listing.ltx(1, 2 + i, 2 + i, i, header(i, 0))
                    .ltx(9, 1, 2 + i, i, header(i, 0))
                    .ltx(0, 2 + i, 2 + i, i);
        }
        assertThat(judge(listing, 20)).isEmpty();
    }
}
