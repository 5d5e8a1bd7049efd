package io.litedrill.replica.memory;

import static io.litedrill.replica.Listing.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.Listing;
import io.litedrill.replica.Reading;
import io.litedrill.replica.WriterSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that leave a replica at a place other than its old end have vanished; files that Litestream or a bucket's
 * lifecycle rule deletes have not.
 */
class MissingFileDetectorTest {
    private static final String PLACE = "memory://store/app";
    private static final String OLDER = "00000000000000a0";
    private static final long HOUR = 3600;

    private KnownFiles known = new KnownFiles(PLACE, second(0), List.of(), List.of());
    private long now;

    private MissingFileDetector recollection() {
        return new MissingFileDetector(PLACE, WriterSettings.DEFAULTS, Optional.of(known));
    }

    /** Scans a minute later, and stores the listing. */
    private List<String> missing(Listing listing) {
        now += 60;
        Inventory listed = listing.inventory();
        List<String> vanished = recollection().complete(listed, second(now)).vanished().stream()
                .map(file -> file.file().object().key().replaceFirst("app/(generations/0+)?", "")
                        + (file.needed() ? "" : " (not needed)")
                        + (file.replaced() ? " (replaced)" : ""))
                .toList();
        known = recollection().after(listed, second(now));
        return vanished;
    }

    private static Listing wal() {
        return new Listing();
    }

    @Nested
    class Wal {
        private Listing whole() {
            return wal().snapshot(0, 0)
                    .segment(0, 0, 100, 1)
                    .segment(0, 100, 200, 2)
                    .segment(1, 0, 100, 3)
                    .segment(1, 100, 200, 4);
        }

        @Test
        void theLastSegmentOfAnIndexThatIsOver() {
            Listing left = wal().snapshot(0, 0)
                    .segment(0, 0, 100, 1)
                    .segment(1, 0, 100, 3)
                    .segment(1, 100, 200, 4);
            assertThat(missing(whole())).isEmpty();
            assertThat(left.timeline().holes()).as("it leaves no other trace").isEmpty();

            assertThat(missing(left)).containsExactly("aa/wal/00000000_00000064.wal.lz4");
            assertThat(missing(left)).as("said again").hasSize(1);
            assertThat(missing(whole())).as("it came back").isEmpty();
            assertThat(missing(whole())).isEmpty();
        }

        @Test
        void theNewestSegmentAndTheNewestIndex() {
            missing(whole());

            assertThat(missing(wal().snapshot(0, 0).segment(0, 0, 100, 1).segment(0, 100, 200, 2)))
                    .containsExactly("aa/wal/00000001_00000000.wal.lz4", "aa/wal/00000001_00000064.wal.lz4");
        }

        @Test
        void whatLiesBeforeTheOldestSnapshotWasRetained() {
            missing(whole().snapshot(1, 5));

            assertThat(missing(wal().snapshot(1, 5).segment(1, 0, 100, 3).segment(1, 100, 200, 4)))
                    .isEmpty();
            assertThat(known.missed()).as("forgotten").isEmpty();
        }

        /**
         * A lifecycle rule of a bucket deletes one file after the other, and a snapshot is younger than the first
         * segment of its index.
         */
        @Test
        void aRuleOfTheBucketDeletesWhatIsOldest() {
            missing(whole().snapshot(1, 5).segment(1, 200, 300, 6));
            missing(wal().snapshot(0, 0)
                    .segment(0, 100, 200, 2)
                    .segment(1, 0, 100, 3)
                    .segment(1, 100, 200, 4)
                    .snapshot(1, 5)
                    .segment(1, 200, 300, 6));
            assertThat(known.missed()).isEmpty();

            assertThat(missing(wal().snapshot(0, 0)
                            .segment(1, 0, 100, 3)
                            .segment(1, 100, 200, 4)
                            .snapshot(1, 5)
                            .segment(1, 200, 300, 6)))
                    .isEmpty();
        }

        @Test
        void aHoleBeforeANewerSnapshotIsSaidUntilRetentionHasPassedIt() {
            missing(whole());
            Listing left = wal().snapshot(0, 0)
                    .segment(0, 0, 100, 1)
                    .segment(1, 0, 100, 3)
                    .segment(1, 100, 200, 4);
            missing(left);

            assertThat(missing(left.snapshot(2, 100).segment(2, 0, 100, 101)))
                    .containsExactly("aa/wal/00000000_00000064.wal.lz4 (not needed)");
            assertThat(missing(wal().snapshot(2, 100).segment(2, 0, 100, 101))).isEmpty();
        }

        @Test
        void snapshots() {
            Listing three = whole().snapshot(1, 5).segment(2, 0, 100, 6).snapshot(2, 7);
            missing(three);

            assertThat(missing(whole().segment(2, 0, 100, 6).snapshot(2, 7)))
                    .as("from the middle")
                    .containsExactly("aa/snapshots/00000001.snapshot.lz4 (not needed)");
            missing(three);
            assertThat(missing(whole().snapshot(1, 5).segment(2, 0, 100, 6)))
                    .as("the newest")
                    .containsExactly("aa/snapshots/00000002.snapshot.lz4");
        }

        @Test
        void aSnapshotMayBeRewrittenLaterButNotBeOlder() {
            missing(whole());

            assertThat(missing(whole().bytes(2).snapshot(0, 50))).as("later").isEmpty();
            assertThat(missing(whole().bytes(2).snapshot(0, 10)))
                    .as("older")
                    .containsExactly("aa/snapshots/00000000.snapshot.lz4 (replaced)");
            assertThat(missing(whole().bytes(2).snapshot(0, 10))).as("still").hasSize(1);
            assertThat(missing(whole().bytes(3).snapshot(0, 90)))
                    .as("later again")
                    .isEmpty();
        }

        @Test
        void aSegmentOfAnotherSizeIsAnother() {
            missing(whole());
            now += HOUR;
            missing(whole());

            assertThat(missing(whole().bytes(2).segment(0, 100, 200, 2)))
                    .containsExactly("aa/wal/00000000_00000064.wal.lz4 (replaced)");
        }

        @Test
        void aFileThatIsBeingWrittenGrows() {
            missing(whole().segment(1, 200, 300, 50));

            assertThat(missing(whole().bytes(2).segment(1, 200, 300, 60))).isEmpty();
            assertThat(missing(whole().bytes(1).segment(1, 200, 300, 60)))
                    .as("shrinks")
                    .hasSize(1);
        }

        /** Moved away and back by a tool that keeps no times, or only coarse ones. */
        @Test
        void aCopyHasOtherTimes() {
            missing(wal().snapshot(0, 1000).segment(0, 0, 100, 1001).segment(0, 100, 200, 1002));

            assertThat(missing(wal().snapshot(0, 500).segment(0, 0, 100, 501).segment(0, 100, 200, 502)))
                    .isEmpty();
            assertThat(missing(wal().snapshot(0, 5000).segment(0, 0, 100, 5000)))
                    .as("and lost one")
                    .hasSize(1);
        }

        private Listing twoGenerations() {
            return whole().snapshot(OLDER, 0, -900, new Reading.Opened())
                    .segment(OLDER, 0, 0, -890, Listing.measured(0, 100))
                    .segment(OLDER, 0, 100, -880, Listing.measured(100, 200))
                    .segment(OLDER, 1, 0, -870, Listing.measured(0, 100));
        }

        @Test
        void anOlderGenerationIsDeletedAsAWhole() {
            missing(twoGenerations());

            assertThat(missing(whole().snapshot(OLDER, 0, -900, new Reading.Opened())
                            .segment(OLDER, 0, 100, -880, Listing.measured(100, 200))))
                    .as("while it is being deleted")
                    .isEmpty();
            assertThat(missing(whole())).isEmpty();
            assertThat(known.missed()).isEmpty();
        }

        @Test
        void aHoleInAnOlderGenerationThatStays() {
            missing(twoGenerations());
            Listing left = whole().snapshot(OLDER, 0, -900, new Reading.Opened())
                    .segment(OLDER, 0, 0, -890, Listing.measured(0, 100))
                    .segment(OLDER, 1, 0, -870, Listing.measured(0, 100));

            assertThat(missing(left)).isEmpty();
            missing(left);
            assertThat(missing(left)).containsExactly("a0/wal/00000000_00000064.wal.lz4 (not needed)");
            now += 30 * HOUR;
            assertThat(missing(left)).as("retention deletes all of it").isEmpty();
        }

        @Test
        void theNewestGenerationMayNotGo() {
            missing(twoGenerations());

            assertThat(missing(new Listing()
                            .snapshot(OLDER, 0, -900, new Reading.Opened())
                            .segment(OLDER, 0, 0, -890, Listing.measured(0, 100))
                            .segment(OLDER, 0, 100, -880, Listing.measured(100, 200))
                            .segment(OLDER, 1, 0, -870, Listing.measured(0, 100))))
                    .hasSize(5);
        }
    }

    @Nested
    class Ltx {
        private Listing whole() {
            return new Listing().ltx(9, 1, 1, 0).ltx(0, 2, 2, 1).ltx(0, 3, 3, 2).ltx(0, 4, 4, 3);
        }

        @Test
        void theNewestFile() {
            missing(whole());
            Listing left = new Listing().ltx(9, 1, 1, 0).ltx(0, 2, 2, 1).ltx(0, 3, 3, 2);
            assertThat(left.timeline().holes()).as("it leaves no other trace").isEmpty();

            assertThat(missing(left)).containsExactly("ltx/0/0000000000000004-0000000000000004.ltx");
            assertThat(missing(left.ltx(9, 1, 5, 200)))
                    .containsExactly("ltx/0/0000000000000004-0000000000000004.ltx (not needed)");
            assertThat(missing(new Listing().ltx(9, 1, 5, 200))).isEmpty();
        }

        @Test
        void whatALevelAboveHoldsMayGoFromLevel0() {
            missing(whole().ltx(1, 2, 3, 5));

            assertThat(missing(new Listing().ltx(9, 1, 1, 0).ltx(1, 2, 3, 5).ltx(0, 4, 4, 3)))
                    .isEmpty();
            assertThat(missing(new Listing().ltx(9, 1, 1, 0).ltx(1, 2, 3, 5)))
                    .containsExactly("ltx/0/0000000000000004-0000000000000004.ltx");
        }

        @Test
        void severalFilesAboveMayHoldItTogether() {
            missing(new Listing().ltx(9, 1, 1, 0).ltx(0, 2, 5, 1).ltx(0, 6, 6, 2));

            assertThat(missing(new Listing()
                            .ltx(9, 1, 1, 0)
                            .ltx(1, 2, 3, 5)
                            .ltx(2, 4, 5, 6)
                            .ltx(0, 6, 6, 2)))
                    .isEmpty();
        }

        @Test
        void compactedFilesGoWithTheirSnapshot() {
            missing(new Listing()
                    .ltx(9, 1, 1, 0)
                    .ltx(1, 2, 5, 1)
                    .ltx(1, 6, 9, 2)
                    .ltx(9, 1, 7, 3));

            assertThat(missing(new Listing().ltx(1, 6, 9, 2).ltx(9, 1, 7, 3))).isEmpty();
        }

        /**
         * Litestream keeps the newest file of a level, in this case of level 3, which leads to states in the deleted
         * file.
         */
        @Test
        void filesBeforeTheSnapshotsGoAlthoughAnOlderFileOfAHigherLevelStays() {
            missing(new Listing()
                    .ltx(3, 1, 4, 0)
                    .ltx(2, 5, 6, 1)
                    .ltx(2, 7, 8, 1)
                    .ltx(2, 9, 12, 2)
                    .ltx(9, 1, 10, 3));

            assertThat(missing(new Listing()
                            .ltx(3, 1, 4, 0)
                            .ltx(2, 5, 6, 1)
                            .ltx(2, 9, 12, 2)
                            .ltx(9, 1, 10, 3)))
                    .as("an older file of its level is left")
                    .containsExactly("ltx/2/0000000000000007-0000000000000008.ltx (not needed)");
            assertThat(missing(new Listing().ltx(3, 1, 4, 0).ltx(2, 9, 12, 2).ltx(9, 1, 10, 3)))
                    .isEmpty();
        }

        @Test
        void aCompactedFileFromTheMiddle() {
            missing(new Listing()
                    .ltx(9, 1, 1, 0)
                    .ltx(1, 2, 5, 1)
                    .ltx(1, 6, 9, 2)
                    .ltx(1, 10, 12, 3));

            assertThat(missing(new Listing().ltx(9, 1, 1, 0).ltx(1, 2, 5, 1).ltx(1, 10, 12, 3)))
                    .containsExactly("ltx/1/0000000000000006-0000000000000009.ltx");
            assertThat(missing(new Listing()
                            .ltx(9, 1, 1, 0)
                            .ltx(1, 2, 5, 1)
                            .ltx(2, 2, 12, 1)
                            .ltx(1, 10, 12, 3)))
                    .as("held above, but Litestream does not delete it")
                    .containsExactly("ltx/1/0000000000000006-0000000000000009.ltx (not needed)");
        }

        @Test
        void snapshots() {
            Listing three = whole().ltx(9, 1, 2, 5).ltx(9, 1, 4, 6);
            missing(three);

            assertThat(missing(whole().ltx(9, 1, 4, 6)))
                    .containsExactly("ltx/9/0000000000000001-0000000000000002.ltx (not needed)");
            assertThat(missing(whole().ltx(9, 1, 2, 5))).containsExactly("ltx/9/0000000000000001-0000000000000004.ltx");
        }

        @Test
        void aSnapshotThatLitestreamWroteAgainOnRequest() {
            missing(whole());

            assertThat(missing(whole().bytes(2).ltx(9, 1, 1, 60))).isEmpty();
        }

        @Test
        void restartedAfterItWasEmptied() {
            missing(whole().ltx(9, 1, 4, 6));
            missing(new Listing());
            assertThat(known.files()).as("kept").hasSize(5);

            assertThat(missing(new Listing().bytes(2).ltx(0, 1, 1, 100).ltx(9, 1, 1, 101)))
                    .isEmpty();
            assertThat(known.files()).hasSize(2);
        }

        @Test
        void theOtherLayoutTookOver() {
            missing(whole());

            assertThat(missing(wal().snapshot(0, 100).segment(0, 0, 100, 101))).isEmpty();
        }
    }

    @Test
    void nothingIsKnownOfAnotherPlace() {
        missing(wal().snapshot(0, 0).segment(0, 0, 100, 1));
        Inventory listed = wal().snapshot(0, 0).inventory();
        MissingFileDetector moved =
                new MissingFileDetector("memory://store/b", WriterSettings.DEFAULTS, Optional.of(known));

        assertThat(moved.complete(listed, second(9)).vanished()).isEmpty();
        assertThat(moved.after(listed, second(9)).files()).hasSize(1);
    }

    /** A listing of only the newest files assumes that the others exist, so it does not prove when they did. */
    @ParameterizedTest
    @CsvSource({"20, 0, 20", "20, 40, 40", "20, 60, 60", "300, 0, 60"})
    void aFileWasLastSeenWhenItWasWrittenOrListedWithAllFiles(long modified, long completeAt, long lastSeen) {
        missing(wal().snapshot(0, 0)
                .segment(0, 0, 100, 10)
                .segment(0, 100, 200, modified)
                .segment(0, 200, 300, 30));
        known = known.completeAt(second(completeAt));

        missing(wal().snapshot(0, 0).segment(0, 0, 100, 10).segment(0, 200, 300, 30));

        assertThat(known.missed()).extracting(MissedFile::lastSeen).containsExactly(second(lastSeen));
    }

    @Test
    void anEmptyListingReportsNoSingleFile() {
        missing(wal().snapshot(0, 0).segment(0, 0, 100, 1));

        assertThat(missing(new Listing())).isEmpty();
        assertThat(known.files()).hasSize(2);
        assertThat(known.listedAt()).isEqualTo(second(60));
    }

    @Test
    void whenItWasLastSeen() {
        missing(wal().snapshot(0, 0).segment(0, 0, 100, 1));
        missing(wal().snapshot(0, 0));
        missing(wal().snapshot(0, 0));

        assertThat(known.missed()).singleElement().satisfies(missed -> {
            assertThat(missed.lastSeen()).isEqualTo(second(60));
            assertThat(missed.since()).isEqualTo(second(120));
            assertThat(Duration.between(missed.since(), known.listedAt())).hasSeconds(60);
        });
    }
}
