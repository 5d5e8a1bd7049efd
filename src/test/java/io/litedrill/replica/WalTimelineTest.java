package io.litedrill.replica;

import static io.litedrill.replica.Listing.second;
import static io.litedrill.replica.Listing.wal;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.timeline.Chain;
import io.litedrill.replica.timeline.Gap;
import io.litedrill.replica.timeline.Gap.Kind;
import io.litedrill.replica.timeline.ProvedPoints;
import io.litedrill.replica.timeline.Span;
import io.litedrill.replica.timeline.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WalTimelineTest {
    private static final String OLD = "00000000000000bb";

    /**
     * Returns snapshot 0, then three segments in each of the indexes 0, 1 and 2, a second apart, from second 1 on.
     */
    private static Listing sound() {
        return without(-1, -1);
    }

    private static Listing without(long index, long segment) {
        Listing listing = new Listing().snapshot(0, 0);
        for (int i = 0; i < 9; i++) {
            if (i / 3 != index || i % 3 != segment) {
                listing.segment(i / 3, i % 3 * 100L, i % 3 * 100L + 100, i + 1);
            }
        }
        return listing;
    }

    private static List<Position> positions(Timeline timeline) {
        return timeline.points().map(RecoveryPoint::position).toList();
    }

    @Test
    void everySegmentOfASoundGenerationEndsAtARecoveryPoint() {
        Timeline timeline = sound().timeline();

        assertThat(timeline.points()).hasSize(9);
        assertThat(timeline.holes()).isEmpty();
        assertThat(timeline.window().spans())
                .containsExactly(new Span(
                        new RecoveryPoint(second(1), wal(0, 100)),
                        new RecoveryPoint(second(9), wal(2, 300)),
                        Duration.ofSeconds(1),
                        ProvedPoints.none(9)));
        Chain chain = timeline.chainTo(wal(1, 200)).orElseThrow();
        assertThat(chain.increments()).hasSize(5);
        assertThat(timeline.chainTo(wal(1, 150))).isEmpty();
    }

    @Test
    void timesMeanTheNewestPointThatIsNotLater() {
        Timeline timeline = sound().timeline();

        assertThat(timeline.at(second(0))).isEmpty();
        assertThat(timeline.at(second(1))).map(RecoveryPoint::position).contains(wal(0, 100));
        assertThat(timeline.at(second(4).plusMillis(999)))
                .map(RecoveryPoint::position)
                .contains(wal(1, 100));
        assertThat(timeline.at(second(9))).map(RecoveryPoint::position).contains(wal(2, 300));
        assertThat(timeline.at(second(9).plusMillis(1))).isEmpty();
        assertThat(timeline.before(second(4))).map(RecoveryPoint::time).contains(second(3));
        assertThat(timeline.from(second(4))).map(RecoveryPoint::time).contains(second(4));
    }

    @Test
    void aMissingFirstSegmentOfAnIndexHidesAllThatFollows() {
        Timeline timeline = without(1, 0).timeline();

        Gap gap = timeline.holeAtEnd().orElseThrow();
        assertThat(gap.missing().kind()).isEqualTo(Kind.HOLE);
        assertThat(gap.missing().what()).isEqualTo("WAL index 00000001, offset 0 to 100");
        assertThat(gap.missing().where()).endsWith("00000001_00000064.wal.lz4");
        assertThat(gap.missing().place()).matches(".*/00000000_.*wal.lz4, then .*/00000001_00000064.wal.lz4");
        assertThat(gap.after()).map(RecoveryPoint::position).contains(wal(0, 300));
        assertThat(gap.before()).isEqualTo(second(5));
        assertThat(gap.newestBehind()).contains(second(9));
        assertThat(timeline.newest()).map(RecoveryPoint::position).contains(wal(0, 300));
    }

    @Test
    void aMissingMiddleSegmentHidesAllThatFollows() {
        Timeline timeline = without(1, 1).timeline();

        assertThat(timeline.holeAtEnd())
                .map(gap -> gap.missing().what())
                .contains("WAL index 00000001, offset 100 to 200");
        assertThat(timeline.newest()).map(RecoveryPoint::position).contains(wal(1, 100));
    }

    /** Litestream writes no such segment, and the chain continues at the end of the segment before it. */
    @Test
    void aSegmentThatClaimsAPlaceInsideAnotherHidesNothing() {
        Listing sound = sound();
        List<RecoveryPoint> points = sound.timeline().points().toList();

        Timeline timeline = sound.segment(1, 76, 176, 6).timeline();

        assertThat(timeline.holes()).isEmpty();
        assertThat(timeline.points()).containsExactlyElementsOf(points);
    }

    /**
     * No segment continues at the end of the one before it: one of the two is the missing segment, under a wrong
     * name.
     */
    @Test
    void aLastSegmentThatClaimsAPlaceInsideAnotherIsReported() {
        Timeline timeline = sound().segment(2, 276, 400, 10).timeline();

        assertThat(timeline.holeAtEnd())
                .map(gap -> gap.missing().what())
                .contains(
                        "WAL index 00000002 from offset 300 on (the segment at offset 276 claims a place before that)");
        assertThat(timeline.newest()).map(RecoveryPoint::position).contains(wal(2, 300));
    }

    /**
     * A snapshot of an index is taken when the indexes before it are finished. If they grew after it, it has a wrong
     * name.
     */
    @Test
    void aSnapshotAfterWhichEarlierIndexesGrewOnLeadsNowhere() {
        Listing listing = new Listing().snapshot(0, 0).snapshot(1, 1);
        listing.segment(0, 0, 100, 2).segment(0, 100, 200, 60).segment(1, 0, 100, 70);

        Timeline timeline = listing.timeline();

        assertThat(timeline.chainTo(wal(1, 100)).orElseThrow().increments()).hasSize(3);
        assertThat(timeline.holes()).isEmpty();
    }

    @Test
    void aBareSnapshotAfterWhichEarlierIndexesGrewOnIsNoRecoveryPoint() {
        Listing renamed = new Listing().snapshot(1, 0);
        renamed.segment(0, 0, 100, 1).segment(0, 100, 200, 60);
        Listing duplicated = new Listing().snapshot(0, 0).snapshot(1, 0);
        duplicated.segment(0, 0, 100, 1).segment(0, 100, 200, 60);

        assertThat(renamed.timeline().newest()).isEmpty();
        assertThat(renamed.timeline().holeAtEnd())
                .map(gap -> gap.missing().kind())
                .contains(Kind.NO_SNAPSHOT);
        assertThat(duplicated.timeline().newest()).map(RecoveryPoint::position).contains(wal(0, 200));
    }

    /** Litestream uploads a snapshot and the end of the index before it at the same time. */
    @Test
    void aSnapshotMayBeThereSomeSecondsBeforeTheEndOfTheIndexBeforeIt() {
        Listing listing = new Listing().snapshot(0, 0).segment(0, 0, 100, 2).snapshot(1, 3);
        listing.segment(0, 100, 200, 9);

        assertThat(listing.timeline().newest()).map(RecoveryPoint::position).contains(wal(1, 0));
    }

    /**
     * A listing does not show the length of a finished WAL; drills against the live database detect the missing part,
     * as docs explain.
     */
    @Test
    void aMissingLastSegmentOfAnIndexLeavesNoTrace() {
        assertThat(without(1, 2).timeline().holes()).isEmpty();
        assertThat(without(2, 2).timeline().holes()).isEmpty();
    }

    @Test
    void aMissingIndexHidesAllThatFollows() {
        Listing listing = new Listing().snapshot(0, 0);
        listing.segment(0, 0, 100, 1).segment(3, 0, 100, 4).segment(3, 100, 200, 5);

        Timeline timeline = listing.timeline();

        assertThat(timeline.holeAtEnd()).map(gap -> gap.missing().what()).contains("WAL index 00000001 to 00000002");
        assertThat(timeline.newest()).map(RecoveryPoint::position).contains(wal(0, 100));
    }

    @Test
    void aMissingFirstIndexIsMissedBehindTheSnapshot() {
        Timeline timeline = new Listing().snapshot(0, 0).segment(1, 0, 100, 4).timeline();

        assertThat(timeline.newest()).isEmpty();
        assertThat(timeline.holeAtEnd()).map(gap -> gap.missing().what()).contains("WAL index 00000000");
    }

    @Test
    void aDamagedLastSegmentOfAnIndexIsNamedAndNotTheIndexBehindIt() {
        Listing listing = new Listing().snapshot(0, 0).segment(0, 0, 100, 1);
        listing.damagedSegment(0, 100, 2).segment(1, 0, 100, 3);

        Gap gap = listing.timeline().holeAtEnd().orElseThrow();

        assertThat(gap.missing().kind()).isEqualTo(Kind.DAMAGE);
        assertThat(gap.missing().what()).isEqualTo("WAL index 00000000 from offset 100 on");
        assertThat(gap.missing().where()).endsWith("00000000_00000064.wal.lz4");
    }

    @Test
    void aDamagedMiddleSegmentIsNamed() {
        Listing listing = new Listing().snapshot(0, 0).segment(0, 0, 100, 1);
        listing.damagedSegment(0, 100, 2).segment(0, 200, 300, 3);

        Gap gap = listing.timeline().holeAtEnd().orElseThrow();

        assertThat(gap.missing())
                .returns(Kind.DAMAGE, Gap.Missing::kind)
                .returns("WAL index 00000000, offset 100 to 200", Gap.Missing::what);
        assertThat(gap.missing().where()).endsWith("00000000_00000064.wal.lz4");
    }

    @Test
    void aDamagedFirstSegmentLeavesNothing() {
        Timeline timeline = new Listing()
                .snapshot(0, 0)
                .damagedSegment(0, 0, 1)
                .segment(0, 100, 200, 2)
                .timeline();

        assertThat(timeline.newest()).isEmpty();
        assertThat(timeline.holeAtEnd()).map(gap -> gap.missing().kind()).contains(Kind.DAMAGE);
    }

    @Test
    void damagedNewestSegmentsHideThemselves() {
        Listing listing = new Listing().snapshot(0, 0).segment(0, 0, 100, 1);

        Timeline timeline =
                listing.damagedSegment(0, 100, 2).damagedSegment(0, 200, 3).timeline();

        Gap gap = timeline.holeAtEnd().orElseThrow();
        assertThat(gap.missing().what()).isEqualTo("WAL index 00000000 from offset 100 on");
        assertThat(gap.newestBehind()).contains(second(3));
        assertThat(timeline.newest()).map(RecoveryPoint::position).contains(wal(0, 100));
    }

    @Test
    void aLaterSnapshotHealsAHole() {
        Listing listing = new Listing().snapshot(0, 0).segment(0, 0, 100, 1).segment(0, 200, 300, 3);
        listing.segment(1, 0, 100, 4).snapshot(1, 5).segment(1, 100, 200, 6);

        Timeline timeline = listing.timeline();

        assertThat(positions(timeline)).containsExactly(wal(0, 100), wal(1, 200));
        assertThat(timeline.holeAtEnd()).isEmpty();
        assertThat(timeline.holes())
                .singleElement()
                .matches(gap -> gap.newestBehind().isEmpty());
        assertThat(timeline.window().gaps()).hasSize(1);
        assertThat(timeline.at(second(5))).isEmpty();
    }

    /** S3 keeps whole seconds: all files around the gap have one time. */
    @Test
    void theOrderOfReplayDecidesWhatLiesBeforeAHole() {
        Listing listing = new Listing().snapshot(0, 0).segment(0, 0, 100, 1).segment(0, 200, 300, 1);
        listing.segment(1, 0, 100, 1).snapshot(1, 0).segment(1, 100, 200, 1);

        Gap gap = listing.timeline().holes().get(0);

        assertThat(gap.after()).map(RecoveryPoint::position).contains(wal(0, 100));
    }

    @Test
    void aHoleAtTheEndCountsAlsoWhereACopyMixedTheTimesUp() {
        Listing listing = new Listing().snapshot(0, 0).segment(0, 0, 100, 50).segment(0, 200, 300, 3);

        assertThat(listing.timeline().holeAtEnd()).isPresent();
    }

    @Test
    void aSegmentUploadedWithTheSnapshotOrBeforeIsATornPoint() {
        Listing listing = new Listing().segment(0, 0, 100, 1).snapshot(0, 2).segment(0, 100, 200, 2);

        Timeline timeline = listing.segment(0, 200, 300, 3).timeline();

        assertThat(positions(timeline)).containsExactly(wal(0, 300));
        assertThat(timeline.at(second(2))).isEmpty();
    }

    /** 0.3 uploads the rest of older indexes first; it does not show what a snapshot of a later index contains. */
    @Test
    void onlySegmentsOfTheSnapshotsIndexOrLaterHealIt() {
        Listing listing = new Listing().snapshot(0, 0).segment(0, 0, 100, 1);
        // uploaded after snapshot 1, but of the index before it; then one of its own index with an earlier time
        listing.snapshot(1, 5).segment(0, 100, 200, 6).segment(1, 0, 100, 5).segment(1, 100, 200, 7);

        Timeline timeline = listing.timeline();

        assertThat(timeline.chainTo(wal(1, 100)).orElseThrow().snapshot()).isEqualTo(snapshot(listing, 0));
        assertThat(timeline.chainTo(wal(1, 200)).orElseThrow().snapshot()).isEqualTo(snapshot(listing, 1));
    }

    private static ReplicaFile snapshot(Listing listing, int i) {
        return listing.inventory().generations().get(0).snapshots().get(i);
    }

    @Test
    void afterAHealingSegmentAllAreHealedWhateverTheirTimes() {
        Listing listing = new Listing().snapshot(0, 5).segment(0, 0, 100, 6).segment(0, 100, 200, 4);

        assertThat(positions(listing.timeline())).containsExactly(wal(0, 100), wal(0, 200));
    }

    @Test
    void aSnapshotWithoutALaterSegmentSettlesAfterTenSyncIntervals() {
        Listing listing = new Listing().segment(0, 0, 100, 1).snapshot(0, 2);

        assertThat(listing.timeline(11).newest()).isEmpty();
        assertThat(listing.timeline(11).pendingUntil()).contains(second(12));
        assertThat(listing.timeline(11).holes()).isEmpty();
        assertThat(listing.timeline(12).newest()).contains(new RecoveryPoint(second(2), wal(0, 100)));
    }

    /**
     * The damaged segment was uploaded after the snapshot, so the snapshot may contain a part of a pending
     * transaction.
     */
    @Test
    void aSnapshotDoesNotSettleWhenALaterSegmentIsDamaged() {
        Listing listing = new Listing().segment(0, 0, 100, 1).snapshot(0, 2).damagedSegment(0, 100, 3);

        assertThat(listing.timeline(1000).newest()).isEmpty();
        assertThat(listing.timeline(1000).pendingUntil()).isEmpty();
        assertThat(listing.timeline(1000).holeAtEnd())
                .map(gap -> gap.missing().kind())
                .contains(Kind.DAMAGE);
    }

    @Test
    void aSnapshotAloneSettlesToo() {
        Listing listing = new Listing().snapshot(3, 2);

        assertThat(listing.timeline(11).newest()).isEmpty();
        assertThat(listing.timeline(11).pendingUntil()).contains(second(12));
        assertThat(listing.timeline(12).newest()).contains(new RecoveryPoint(second(2), wal(3, 0)));
        assertThat(listing.timeline(12).chainTo(wal(3, 0)).orElseThrow().increments())
                .isEmpty();
    }

    /** An idle database's first snapshot is written again; the segments before it stay, and are not a gap. */
    @Test
    void aRewrittenFirstSnapshotLeavesOlderSegmentsBehind() {
        Listing listing =
                new Listing().segment(0, 0, 100, 1).segment(0, 100, 200, 2).snapshot(0, 100);

        Timeline timeline = listing.timeline();

        assertThat(timeline.holes()).isEmpty();
        assertThat(timeline.points()).containsExactly(new RecoveryPoint(second(100), wal(0, 200)));
    }

    /** Retention deletes snapshots first, then segments. */
    @Test
    void segmentsLeftFromBeforeTheFirstSnapshotAreNoHole() {
        Listing listing =
                new Listing().segment(3, 100, 200, 1).segment(4, 0, 100, 2).snapshot(5, 3);

        Timeline timeline = listing.segment(5, 0, 100, 4).timeline();

        assertThat(timeline.holes()).isEmpty();
        assertThat(positions(timeline)).containsExactly(wal(5, 100));
    }

    @Test
    void aDamagedSnapshotLeavesTheOlderOne() {
        Listing listing = sound().snapshot(Listing.GENERATION, 1, 4, new Reading.Damaged("test"));

        assertThat(listing.timeline().points()).hasSize(9);
        assertThat(listing.timeline().holes()).isEmpty();
    }

    @Test
    void aGenerationWithoutSnapshotLeavesTheOlderGeneration() {
        Listing listing = new Listing().segment(0, 0, 100, 50).snapshot(OLD, 0, 1, new Reading.Opened());
        listing.segment(OLD, 0, 0, 2, Listing.measured(0, 100));

        Timeline timeline = listing.timeline();

        assertThat(timeline.newest()).map(RecoveryPoint::position).contains(new WalPosition(OLD, 0, 100));
        assertThat(timeline.holeAtEnd()).map(gap -> gap.missing().kind()).contains(Kind.NO_SNAPSHOT);
    }

    @Test
    void betweenGenerationsNothingIsReached() {
        Listing listing = sound().snapshot(OLD, 0, 50, new Reading.Opened());
        listing.segment(OLD, 0, 0, 51, Listing.measured(0, 100));

        Timeline timeline = listing.timeline();

        assertThat(timeline.at(second(30))).isEmpty();
        assertThat(timeline.holes()).isEmpty();
        assertThat(timeline.window().gaps()).singleElement().matches(gap -> !gap.isLoss());
        assertThat(timeline.newest()).map(RecoveryPoint::time).contains(second(51));
    }

    @Test
    void aNewGenerationThatIsTooYoungIsReported() {
        Listing listing = sound().snapshot(OLD, 0, 50, new Reading.Opened());

        assertThat(listing.timeline(55).newerPendingUntil()).contains(second(60));
        assertThat(listing.timeline(60).newerPendingUntil()).isEmpty();
        assertThat(sound().timeline(10).newerPendingUntil()).isEmpty();
    }

    /** The end of an unmeasured segment is unknown: one name for two states would restore the wrong one. */
    @Test
    void positionsOfUnmeasuredSegmentsNameOneStateEach() {
        Listing listing = new Listing().snapshot(0, 0);
        for (int i = 0; i < 6; i++) {
            listing.segment(Listing.GENERATION, i / 3, i % 3 * 100L, i + 1, Reading.UNREAD);
        }

        Timeline timeline = listing.timeline();

        assertThat(positions(timeline)).doesNotHaveDuplicates().contains(wal(0, 200), wal(1, 200));
        assertThat(timeline.points())
                .allSatisfy(
                        point -> assertThat(timeline.chainTo(point.position()).map(Chain::end))
                                .contains(point));
    }

    @Test
    void offsetsPastFourGibibytesMeet() {
        long far = 0x1_0000_0000L;
        Listing listing = new Listing().snapshot(0, 0).segment(0, 0, far, 1).segment(0, far, far + 100, 2);

        assertThat(listing.timeline().newest()).map(RecoveryPoint::position).contains(wal(0, far + 100));
    }

    @Test
    @Timeout(20)
    void aDayOfSegmentsTakesNoTimeWorthMentioning() {
        Listing listing = new Listing();
        for (int i = 0; i < 86_400; i++) {
            if (i % 60 == 0) {
                listing.snapshot(i / 60, i);
            }
            if (i % 120 != 7) {
                listing.segment(i / 60, i % 60 * 100L, i % 60 * 100L + 100, i + 1);
            }
        }
        Inventory inventory = listing.inventory();
        long begin = System.nanoTime();

        Timeline timeline = Timeline.of(listing.replica(), inventory, WriterSettings.DEFAULTS, second(100_000));

        assertThat(timeline.holes()).hasSize(720);
        assertThat(Stream.of(timeline.window(), timeline.newest(), timeline.at(second(50_000)), timeline.holeAtEnd()))
                .hasSize(4);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(timeline.newest()).isNotEqualTo(Optional.empty());
    }
}
