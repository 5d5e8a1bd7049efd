package io.litedrill.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Listing;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Salts;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForkedRuleTest {
    private static final String OLDER = "aaaaaaaaaaaaaaaa";
    private static final String NEWER = "bbbbbbbbbbbbbbbb";

    private final Listing listing = new Listing();

    private void segment(String generation, int number, long seconds) {
        listing.segment(generation, 0, number * 100L, seconds, Listing.measured(number * 100L, number * 100L + 100));
    }

    private void begin(String generation, long seconds) {
        listing.snapshot(generation, 0, seconds, new Reading.Opened());
    }

    private List<Finding> findings() {
        Objectives objectives = new Objectives(
                Duration.ofDays(1), Optional.empty(), Duration.ofDays(2), Optional.empty(), Optional.empty());
        CheckedReplica watched = new CheckedReplica(
                new ReplicaId("app", "main"), listing.replica(), Optional.empty(), objectives, WriterSettings.DEFAULTS);
        Instant now = Listing.second(10_000);
        Scan scan = new Scan(listing.replica(), listing.inventory(), listing.timeline(), now, now);
        return new ForkedRule().judge(new Evidence(watched, scan, Optional.empty(), ReplicaHistory.NONE, now));
    }

    @Test
    void seesTwoGenerationsThatGrowSideBySide() {
        begin(OLDER, 1);
        begin(NEWER, 10);
        for (int i = 0; i < 4; i++) {
            segment(OLDER, i, 2 + 10 * i);
            segment(NEWER, i, 11 + 10 * i);
        }

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.FORKED);
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(finding.message()).contains(OLDER, NEWER);
        });
    }

    /** The pending uploads of the old Litestream are late if the next one starts immediately. */
    @Test
    void acceptsAGenerationThatEndsLate() {
        begin(OLDER, 1);
        begin(NEWER, 10);
        for (int i = 0; i < 4; i++) {
            segment(OLDER, i, 2 + 3 * i);
            segment(NEWER, i, 11 + 10 * i);
        }

        assertThat(findings()).isEmpty();
    }

    /** A copy has the times of copying, in any order. */
    @Test
    void acceptsTheTimesOfACopy() {
        begin(OLDER, 1);
        begin(NEWER, 2);
        for (int i = 0; i < 4; i++) {
            segment(OLDER, i, 40 - 10 * i);
            segment(NEWER, i, 11 + 10 * i);
        }

        assertThat(findings()).isEmpty();
    }

    @Test
    void seesAForeignFileAmongTheNewestOfLevel0() {
        Reading one = header(100, 200);
        Reading foreign =
                new Reading.Header(Listing.second(2), 3, 4096, new Reading.WalStretch(new Salts(9, 9), 500, 600));
        listing.ltx(0, 1, 1, 1, header(32, 100)).ltx(0, 2, 2, 2, one).ltx(0, 3, 3, 3, foreign);

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.FORKED);
            assertThat(finding.where()).contains("0000000000000003-0000000000000003.ltx");
            assertThat(finding.hint().text()).isNotBlank();
        });
    }

    private static Reading header(long start, long end) {
        return new Reading.Header(Listing.second(2), 3, 4096, new Reading.WalStretch(Listing.SALTS, start, end));
    }
}
