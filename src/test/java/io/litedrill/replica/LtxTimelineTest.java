package io.litedrill.replica;

import static io.litedrill.replica.Listing.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.timeline.Gap;
import io.litedrill.replica.timeline.Gap.Kind;
import io.litedrill.replica.timeline.Timeline;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LtxTimelineTest {
    private static List<Long> txids(Timeline timeline) {
        return timeline.points()
                .map(point -> ((LtxPosition) point.position()).txid())
                .toList();
    }

    private static Listing levelZero(long from, long to) {
        Listing listing = new Listing();
        for (long txid = from; txid <= to; txid++) {
            listing.ltx(0, txid, txid, txid * 10);
        }
        return listing;
    }

    private static List<String> chain(Timeline timeline, long txid) {
        return timeline.chainTo(new LtxPosition(txid))
                .orElseThrow()
                .files()
                .map(file ->
                        ((LtxFile) file).level() + ":" + ((LtxFile) file).minTxid() + "-" + ((LtxFile) file).maxTxid())
                .toList();
    }

    /** Litestream gives a snapshot the time at which it is taken, later than its newest transaction. */
    @Test
    void aStateThatOnlyASnapshotGivesIsKnownSinceThatSnapshot() {
        Listing listing = new Listing().ltx(0, 3, 3, 5).ltx(9, 1, 3, 10).ltx(0, 4, 4, 12);

        assertThat(listing.timeline().window().spans())
                .singleElement()
                .satisfies(span -> assertThat(span.from().time()).isEqualTo(second(10)));
        assertThat(listing.timeline().at(second(7))).isEmpty();
        assertThat(listing.timeline().before(second(7))).isEmpty();
    }

    /**
     * After a flipped bit in a header's timestamp, or a clock that was set back, the older layout must not become the
     * newest.
     */
    @Test
    void aLayoutWhoseNewestFileClaimsAnEarlierTimeIsStillTheNewest() {
        Listing listing = new Listing().snapshot(0, 0).segment(0, 0, 100, 10);
        listing.ltx(9, 1, 1, 20).ltx(0, 2, 2, 21).ltx(0, 3, 3, 5);

        assertThat(listing.timeline().newest()).map(RecoveryPoint::position).contains(new LtxPosition(3));
    }

    @Test
    void everyFileOfASoundChainEndsAtARecoveryPoint() {
        Timeline timeline = levelZero(1, 5).timeline();

        assertThat(txids(timeline)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(timeline.holes()).isEmpty();
        assertThat(chain(timeline, 3)).containsExactly("0:1-1", "0:2-2", "0:3-3");
    }

    @Test
    void theChainTakesTheFewestFiles() {
        Timeline timeline = levelZero(1, 9)
                .ltx(1, 2, 4, 40)
                .ltx(2, 2, 6, 60)
                .ltx(9, 1, 3, 31)
                .timeline();

        assertThat(chain(timeline, 9)).containsExactly("9:1-3", "2:2-6", "0:7-7", "0:8-8", "0:9-9");
        assertThat(chain(timeline, 5)).containsExactly("9:1-3", "1:2-4", "0:5-5");
    }

    @Test
    void aTimeMeansTheFilesWrittenBeforeIt() {
        Timeline timeline = levelZero(1, 3).timeline();

        assertThat(timeline.at(second(10))).map(RecoveryPoint::position).contains(new LtxPosition(1));
        assertThat(timeline.at(second(10).minusMillis(1))).isEmpty();
        assertThat(timeline.at(second(11))).map(RecoveryPoint::position).contains(new LtxPosition(1));
        assertThat(timeline.at(second(30).minusMillis(1)))
                .map(RecoveryPoint::position)
                .contains(new LtxPosition(2));
        assertThat(timeline.at(second(30))).map(RecoveryPoint::position).contains(new LtxPosition(3));
        assertThat(timeline.at(second(31))).isEmpty();
    }

    /** Level 0 is deleted file by file while level 1 stays: the remaining files begin after a gap. */
    @Test
    void filesLeftOfADeletedLevelAreNoHole() {
        Timeline timeline =
                levelZero(14, 20).ltx(9, 1, 10, 100).ltx(1, 11, 16, 160).timeline();

        assertThat(timeline.holes()).isEmpty();
        assertThat(txids(timeline)).containsExactly(10L, 16L, 17L, 18L, 19L, 20L);
    }

    /**
     * With a short level-0 retention the files around the snapshot are deleted, and the compacted file leads past it.
     */
    @Test
    void aSnapshotInTheMiddleOfACompactedFileIsNoHole() {
        Timeline timeline = levelZero(21, 22)
                .ltx(9, 1, 10, 100)
                .ltx(1, 11, 12, 120)
                .ltx(1, 13, 20, 200)
                .ltx(9, 1, 17, 175)
                .timeline();

        assertThat(timeline.holes()).isEmpty();
        assertThat(txids(timeline)).containsExactly(10L, 12L, 17L, 20L, 21L, 22L);
    }

    /** The first compaction of each level begins at TXID 1; snapshots were taken during it. */
    @Test
    void aSnapshotInTheMiddleOfTheFirstCompactedFileIsNoHole() {
        Timeline timeline = levelZero(13, 14)
                .ltx(9, 1, 6, 60)
                .ltx(9, 1, 11, 110)
                .ltx(1, 1, 12, 120)
                .timeline();

        assertThat(timeline.holes()).isEmpty();
        assertThat(timeline.window().spans()).hasSize(1);
        assertThat(txids(timeline)).containsExactly(6L, 11L, 12L, 13L, 14L);
    }

    @Test
    void filesLeftAtTheNewestEndAreNoHole() {
        Timeline timeline =
                levelZero(15, 16).ltx(9, 1, 10, 100).ltx(1, 11, 16, 160).timeline();

        assertThat(timeline.holes()).isEmpty();
        assertThat(timeline.newest()).map(RecoveryPoint::position).contains(new LtxPosition(16));
    }

    @Test
    void aMissingFileHidesAllThatFollows() {
        Timeline timeline = levelZero(5, 8).ltx(9, 1, 3, 30).timeline();

        Gap gap = timeline.holeAtEnd().orElseThrow();
        assertThat(gap.missing().kind()).isEqualTo(Kind.HOLE);
        assertThat(gap.missing().what()).isEqualTo("TXID 0000000000000004");
        assertThat(gap.missing().where()).contains("0000000000000005-");
        assertThat(gap.missing().place())
                .matches(".*/9/0000000000000001-0000000000000003.ltx, then .*/0/0000000000000005-.*");
        assertThat(gap.after()).map(RecoveryPoint::position).contains(new LtxPosition(3));
        assertThat(gap.newestBehind()).contains(second(80));
    }

    @Test
    void aLaterSnapshotHealsAHole() {
        Timeline timeline = levelZero(5, 9).ltx(9, 1, 3, 30).ltx(9, 1, 8, 80).timeline();

        assertThat(timeline.holeAtEnd()).isEmpty();
        assertThat(timeline.holes())
                .singleElement()
                .matches(gap -> gap.newestBehind().isEmpty());
        assertThat(txids(timeline)).containsExactly(3L, 8L, 9L);
        assertThat(timeline.at(second(50))).isEmpty();
        assertThat(timeline.window().spans()).hasSize(2);
    }

    @Test
    void snapshotsWithNothingBetweenThemAreApart() {
        Timeline timeline = new Listing().ltx(9, 1, 3, 30).ltx(9, 1, 8, 80).timeline();

        assertThat(timeline.holes())
                .singleElement()
                .matches(gap -> gap.missing().what().equals("TXID 0000000000000004 to 0000000000000007"));
        assertThat(timeline.at(second(50))).isEmpty();
    }

    @Test
    void aDamagedFileIsCoveredByAnotherLevel() {
        Timeline timeline = levelZero(1, 3)
                .ltx(0, 4, 4, 40, new Reading.Damaged("test"))
                .ltx(0, 5, 5, 50)
                .ltx(1, 4, 5, 50)
                .timeline();

        assertThat(timeline.holes()).isEmpty();
        assertThat(txids(timeline)).containsExactly(1L, 2L, 3L, 5L);
    }

    @Test
    void aDamagedFileThatNothingCoversIsNamed() {
        Timeline timeline = levelZero(1, 3)
                .ltx(0, 4, 4, 40, new Reading.Damaged("test"))
                .ltx(0, 5, 5, 50)
                .timeline();

        Gap gap = timeline.holeAtEnd().orElseThrow();
        assertThat(gap.missing().kind()).isEqualTo(Kind.DAMAGE);
        assertThat(gap.missing().what()).isEqualTo("TXID 0000000000000004");
        assertThat(gap.missing().where()).contains("0000000000000004-");
    }

    @Test
    void withoutASnapshotNothingIsReached() {
        Timeline timeline = levelZero(2, 3).timeline();

        assertThat(timeline.newest()).isEmpty();
        assertThat(timeline.holeAtEnd()).map(gap -> gap.missing().kind()).contains(Kind.NO_SNAPSHOT);
    }

    @Test
    void transactionsAreUnsigned() {
        long high = 0xffff_ffff_ffff_fff0L;
        Timeline timeline = new Listing()
                .ltx(9, 1, high, 10)
                .ltx(0, high + 1, high + 1, 20)
                .ltx(0, high + 2, -1L, 30)
                .timeline();

        assertThat(timeline.holes()).isEmpty();
        assertThat(timeline.newest()).map(RecoveryPoint::position).contains(new LtxPosition(-1L));
        assertThat(timeline.chainTo(new LtxPosition(-1L)).orElseThrow().increments())
                .hasSize(2);
    }

    @Test
    void aClockThatWasSetBackHidesNoHole() {
        Timeline timeline = levelZero(1, 3).ltx(0, 5, 5, 7).timeline();

        assertThat(timeline.holeAtEnd()).isPresent();
    }

    @Test
    void aClockThatWasSetBackLeavesTheHighestTransactionTheNewest() {
        Timeline timeline = levelZero(1, 3).ltx(9, 1, 8, 7).ltx(0, 9, 9, 8).timeline();

        assertThat(timeline.newest()).map(RecoveryPoint::position).contains(new LtxPosition(9));
    }

    /** A compacted file in S3 has the time of its upload until its header is read. */
    @Test
    void aPointIsFoundAlsoWhereALaterFileEndsAtIt() {
        Timeline timeline = levelZero(1, 4).ltx(1, 2, 3, 99).timeline();

        assertThat(timeline.at(second(35))).contains(new RecoveryPoint(second(30), new LtxPosition(3)));
    }

    @Test
    void bothLayoutsAreOneTimeline() {
        Listing listing = levelZero(1, 3).snapshot(0, -100).segment(0, 0, 100, -90);

        Timeline timeline = listing.timeline();

        assertThat(timeline.newest()).map(RecoveryPoint::position).contains(new LtxPosition(3));
        assertThat(timeline.at(second(-90))).map(RecoveryPoint::position).contains(Listing.wal(0, 100));
        assertThat(timeline.at(second(-50))).isEmpty();
        assertThat(timeline.window().gaps())
                .singleElement()
                .matches(gap -> gap.missing().kind() == Kind.CHANGE);
    }

    @Test
    @Timeout(20)
    void aHundredThousandFilesTakeNoTimeWorthMentioning() {
        Listing listing = new Listing().ltx(9, 1, 1, 0);
        for (long txid = 2; txid < 100_000; txid++) {
            if (txid % 100 == 50) {
                listing.ltx(9, 1, txid, txid);
            } else if (txid % 100 != 49) {
                listing.ltx(0, txid, txid, txid);
            }
        }
        Inventory inventory = listing.inventory();
        long begin = System.nanoTime();

        Timeline timeline = Timeline.of(listing.replica(), inventory, WriterSettings.DEFAULTS, second(100_000));

        assertThat(timeline.holes()).hasSize(1000);
        assertThat(timeline.chainTo(new LtxPosition(99_999)).orElseThrow().increments())
                .hasSize(49);
        assertThat(timeline.at(second(77_777))).isPresent();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }
}
