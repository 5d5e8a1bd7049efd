package io.litedrill.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Listing;
import io.litedrill.replica.Reading;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.WriterSettings.Keeping;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A gap caused by Litestream's retention is not reported, and every other gap is. */
class RetentionGapTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    /** Returns the first hour of a database: level 3 ends at transaction 100, the oldest snapshot is of 300. */
    private static Listing hour() {
        return new Listing()
                .ltx(3, 1, 100, 100)
                .ltx(2, 281, 310, 4000)
                .ltx(1, 301, 310, 4000)
                .ltx(9, 1, 300, 3900)
                .ltx(0, 311, 311, 4001);
    }

    private static List<Finding> judge(Listing listing, Duration retention, boolean deletes) {
        Keeping keeping = new Keeping(Optional.of(Duration.ofMinutes(5)), retention, Duration.ofMinutes(1));
        WriterSettings settings = new WriterSettings(Duration.ofSeconds(1), Keeping.WAL, keeping, deletes);
        return new GapRule().judge(new Case(listing).settings(settings).at(5000));
    }

    @Test
    void theFindingNamesTheRetentionAndTheLevel() {
        assertThat(judge(hour(), TEN_MINUTES, true)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.RETENTION_SHORT);
            assertThat(finding.message())
                    .isEqualTo(
                            "Litestream's retention of 10m is shorter than the 1h between its compactions into level 3."
                                    + " It has kept this file, the newest of that level, and deleted later ones: no state between"
                                    + " 2026-11-01T00:01:40Z and 2026-11-01T01:05:00Z can be restored");
            assertThat(finding.where()).endsWith("ltx/3/0000000000000001-0000000000000064.ltx");
        });
    }

    @Test
    void otherHolesAreGaps() {
        assertThat(judge(hour(), Duration.ofHours(1), true)).as("retention").satisfies(RetentionGapTest::isGap);
        assertThat(judge(hour(), TEN_MINUTES, false))
                .as("a Litestream that deletes nothing")
                .satisfies(RetentionGapTest::isGap);
        assertThat(judge(hour().ltx(9, 1, 50, 50), TEN_MINUTES, true))
                .as("an older snapshot, whose files Litestream keeps")
                .satisfies(RetentionGapTest::isGap);
        assertThat(judge(hour().ltx(3, 101, 110, 110), TEN_MINUTES, true))
                .as("a level with two files")
                .satisfies(RetentionGapTest::isGap);
        Listing behindSnapshot =
                new Listing().ltx(3, 1, 100, 100).ltx(9, 1, 300, 3900).ltx(2, 320, 330, 4000);
        assertThat(judge(behindSnapshot, TEN_MINUTES, true))
                .extracting(Finding::code)
                .as("the second hole is behind the snapshot")
                .containsExactly(FindingCode.RETENTION_SHORT, FindingCode.GAP);
        Listing noSnapshot = new Listing().ltx(3, 1, 100, 100).ltx(2, 281, 310, 4000);
        assertThat(judge(noSnapshot, TEN_MINUTES, true))
                .as("no snapshot, so nothing is deleted")
                .satisfies(RetentionGapTest::isGap);
    }

    /** A longer retention does not restore the newest state. */
    @Test
    void aHoleBeforeTheNewestStateIsAGap() {
        Listing unusable = new Listing()
                .ltx(3, 1, 100, 100)
                .ltx(2, 281, 310, 4000)
                .ltx(9, 1, 300, 3900, new Reading.Damaged("test"))
                .ltx(0, 311, 311, 4001);

        assertThat(judge(unusable, TEN_MINUTES, true)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.GAP);
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        });
    }

    private static void isGap(List<? extends Finding> findings) {
        assertThat(findings).extracting(Finding::code).containsExactly(FindingCode.GAP);
    }
}
