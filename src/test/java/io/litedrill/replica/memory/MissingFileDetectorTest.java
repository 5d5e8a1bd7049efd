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

/** What leaves a replica from elsewhere than the old end has vanished; what Litestream or a rule of the bucket deletes has not. */
class MissingFileDetectorTest {
    private static final String PLACE = "memory://store/app";
    private static final String OLDER = "00000000000000a0";
    private static final long HOUR = 3600;

    private KnownFiles known = new KnownFiles(PLACE, second(0), List.of(), List.of());
    private long now;

    private MissingFileDetector recollection() {
        return new MissingFileDetector(PLACE, WriterSettings.DEFAULTS, Optional.of(known));
    }

    /** Looks a minute later, and remembers. */
    private List<String> look(Listing listing) {
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
            assertThat(look(whole())).isEmpty();
            assertThat(left.timeline().holes()).as("it leaves no other trace").isEmpty();

            assertThat(look(left)).containsExactly("aa/wal/00000000_00000064.wal.lz4");
            assertThat(look(left)).as("said again").hasSize(1);
            assertThat(look(whole())).as("it came back").isEmpty();
            assertThat(look(whole())).isEmpty();
        }

        @Test
        void theNewestSegmentAndTheNewestIndex() {
            look(whole());

            assertThat(look(wal().snapshot(0, 0).segment(0, 0, 100, 1).segment(0, 100, 200, 2)))
                    .containsExactly("aa/wal/00000001_00000000.wal.lz4", "aa/wal/00000001_00000064.wal.lz4");
        }

        @Test
        void whatLiesBeforeTheOldestSnapshotWasRetained() {
            look(whole().snapshot(1, 5));

            assertThat(look(wal().snapshot(1, 5).segment(1, 0, 100, 3).segment(1, 100, 200, 4)))
                    .isEmpty();
            assertThat(known.missed()).as("forgotten").isEmpty();
        }

        /** A rule of a bucket takes one file after the other, and a snapshot is younger than the first segment of its index. */
        @Test
        void aRuleOfTheBucketDeletesWhatIsOldest() {
            look(whole().snapshot(1, 5).segment(1, 200, 300, 6));
            look(wal().snapshot(0, 0)
                    .segment(0, 100, 200, 2)
                    .segment(1, 0, 100, 3)
                    .segment(1, 100, 200, 4)
                    .snapshot(1, 5)
                    .segment(1, 200, 300, 6));
            assertThat(known.missed()).isEmpty();

            assertThat(look(wal().snapshot(0, 0)
                            .segment(1, 0, 100, 3)
                            .segment(1, 100, 200, 4)
                            .snapshot(1, 5)
                            .segment(1, 200, 300, 6)))
                    .isEmpty();
        }

        @Test
        void aHoleBeforeANewerSnapshotIsSaidUntilRetentionHasPassedIt() {
            look(whole());
            Listing left = wal().snapshot(0, 0)
                    .segment(0, 0, 100, 1)
                    .segment(1, 0, 100, 3)
                    .segment(1, 100, 200, 4);
            look(left);

            assertThat(look(left.snapshot(2, 100).segment(2, 0, 100, 101)))
                    .containsExactly("aa/wal/00000000_00000064.wal.lz4 (not needed)");
            assertThat(look(wal().snapshot(2, 100).segment(2, 0, 100, 101))).isEmpty();
        }

        @Test
        void snapshots() {
            Listing three = whole().snapshot(1, 5).segment(2, 0, 100, 6).snapshot(2, 7);
            look(three);

            assertThat(look(whole().segment(2, 0, 100, 6).snapshot(2, 7)))
                    .as("from the middle")
                    .containsExactly("aa/snapshots/00000001.snapshot.lz4 (not needed)");
            look(three);
            assertThat(look(whole().snapshot(1, 5).segment(2, 0, 100, 6)))
                    .as("the newest")
                    .containsExactly("aa/snapshots/00000002.snapshot.lz4");
        }

        @Test
        void aSnapshotMayBeRewrittenLaterButNotBeOlder() {
            look(whole());

            assertThat(look(whole().bytes(2).snapshot(0, 50))).as("later").isEmpty();
            assertThat(look(whole().bytes(2).snapshot(0, 10)))
                    .as("older")
                    .containsExactly("aa/snapshots/00000000.snapshot.lz4 (replaced)");
            assertThat(look(whole().bytes(2).snapshot(0, 10))).as("still").hasSize(1);
            assertThat(look(whole().bytes(3).snapshot(0, 90))).as("later again").isEmpty();
        }

        @Test
        void aSegmentOfAnotherSizeIsAnother() {
            look(whole());
            now += HOUR;
            look(whole());

            assertThat(look(whole().bytes(2).segment(0, 100, 200, 2)))
                    .containsExactly("aa/wal/00000000_00000064.wal.lz4 (replaced)");
        }

        @Test
        void aFileThatIsBeingWrittenGrows() {
            look(whole().segment(1, 200, 300, 50));

            assertThat(look(whole().bytes(2).segment(1, 200, 300, 60))).isEmpty();
            assertThat(look(whole().bytes(1).segment(1, 200, 300, 60)))
                    .as("shrinks")
                    .hasSize(1);
        }

        /** Moved away and back by a tool that keeps no times, or keeps them coarsely. */
        @Test
        void aCopyHasOtherTimes() {
            look(wal().snapshot(0, 1000).segment(0, 0, 100, 1001).segment(0, 100, 200, 1002));

            assertThat(look(wal().snapshot(0, 500).segment(0, 0, 100, 501).segment(0, 100, 200, 502)))
                    .isEmpty();
            assertThat(look(wal().snapshot(0, 5000).segment(0, 0, 100, 5000)))
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
            look(twoGenerations());

            assertThat(look(whole().snapshot(OLDER, 0, -900, new Reading.Opened())
                            .segment(OLDER, 0, 100, -880, Listing.measured(100, 200))))
                    .as("while it is being deleted")
                    .isEmpty();
            assertThat(look(whole())).isEmpty();
            assertThat(known.missed()).isEmpty();
        }

        @Test
        void aHoleInAnOlderGenerationThatStays() {
            look(twoGenerations());
            Listing left = whole().snapshot(OLDER, 0, -900, new Reading.Opened())
                    .segment(OLDER, 0, 0, -890, Listing.measured(0, 100))
                    .segment(OLDER, 1, 0, -870, Listing.measured(0, 100));

            assertThat(look(left)).isEmpty();
            look(left);
            assertThat(look(left)).containsExactly("a0/wal/00000000_00000064.wal.lz4 (not needed)");
            now += 30 * HOUR;
            assertThat(look(left)).as("retention deletes all of it").isEmpty();
        }

        @Test
        void theNewestGenerationMayNotGo() {
            look(twoGenerations());

            assertThat(look(new Listing()
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
            look(whole());
            Listing left = new Listing().ltx(9, 1, 1, 0).ltx(0, 2, 2, 1).ltx(0, 3, 3, 2);
            assertThat(left.timeline().holes()).as("it leaves no other trace").isEmpty();

            assertThat(look(left)).containsExactly("ltx/0/0000000000000004-0000000000000004.ltx");
            assertThat(look(left.ltx(9, 1, 5, 200)))
                    .containsExactly("ltx/0/0000000000000004-0000000000000004.ltx (not needed)");
            assertThat(look(new Listing().ltx(9, 1, 5, 200))).isEmpty();
        }

        @Test
        void whatALevelAboveHoldsMayGoFromLevel0() {
            look(whole().ltx(1, 2, 3, 5));

            assertThat(look(new Listing().ltx(9, 1, 1, 0).ltx(1, 2, 3, 5).ltx(0, 4, 4, 3)))
                    .isEmpty();
            assertThat(look(new Listing().ltx(9, 1, 1, 0).ltx(1, 2, 3, 5)))
                    .containsExactly("ltx/0/0000000000000004-0000000000000004.ltx");
        }

        @Test
        void severalFilesAboveMayHoldItTogether() {
            look(new Listing().ltx(9, 1, 1, 0).ltx(0, 2, 5, 1).ltx(0, 6, 6, 2));

            assertThat(look(new Listing()
                            .ltx(9, 1, 1, 0)
                            .ltx(1, 2, 3, 5)
                            .ltx(2, 4, 5, 6)
                            .ltx(0, 6, 6, 2)))
                    .isEmpty();
        }

        @Test
        void compactedFilesGoWithTheirSnapshot() {
            look(new Listing().ltx(9, 1, 1, 0).ltx(1, 2, 5, 1).ltx(1, 6, 9, 2).ltx(9, 1, 7, 3));

            assertThat(look(new Listing().ltx(1, 6, 9, 2).ltx(9, 1, 7, 3))).isEmpty();
        }

        @Test
        void aCompactedFileFromTheMiddle() {
            look(new Listing().ltx(9, 1, 1, 0).ltx(1, 2, 5, 1).ltx(1, 6, 9, 2).ltx(1, 10, 12, 3));

            assertThat(look(new Listing().ltx(9, 1, 1, 0).ltx(1, 2, 5, 1).ltx(1, 10, 12, 3)))
                    .containsExactly("ltx/1/0000000000000006-0000000000000009.ltx");
            assertThat(look(new Listing()
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
            look(three);

            assertThat(look(whole().ltx(9, 1, 4, 6)))
                    .containsExactly("ltx/9/0000000000000001-0000000000000002.ltx (not needed)");
            assertThat(look(whole().ltx(9, 1, 2, 5))).containsExactly("ltx/9/0000000000000001-0000000000000004.ltx");
        }

        @Test
        void aSnapshotThatLitestreamWasToldToWriteAgain() {
            look(whole());

            assertThat(look(whole().bytes(2).ltx(9, 1, 1, 60))).isEmpty();
        }

        @Test
        void begunAnewAfterItWasEmptied() {
            look(whole().ltx(9, 1, 4, 6));
            look(new Listing());
            assertThat(known.files()).as("kept").hasSize(5);

            assertThat(look(new Listing().bytes(2).ltx(0, 1, 1, 100).ltx(9, 1, 1, 101)))
                    .isEmpty();
            assertThat(known.files()).hasSize(2);
        }

        @Test
        void theOtherLayoutTookOver() {
            look(whole());

            assertThat(look(wal().snapshot(0, 100).segment(0, 0, 100, 101))).isEmpty();
        }
    }

    @Test
    void nothingIsKnownOfAnotherPlace() {
        look(wal().snapshot(0, 0).segment(0, 0, 100, 1));
        Inventory listed = wal().snapshot(0, 0).inventory();
        MissingFileDetector moved =
                new MissingFileDetector("memory://store/b", WriterSettings.DEFAULTS, Optional.of(known));

        assertThat(moved.complete(listed, second(9)).vanished()).isEmpty();
        assertThat(moved.after(listed, second(9)).files()).hasSize(1);
    }

    @Test
    void anEmptyListingAccusesNoSingleFile() {
        look(wal().snapshot(0, 0).segment(0, 0, 100, 1));

        assertThat(look(new Listing())).isEmpty();
        assertThat(known.files()).hasSize(2);
        assertThat(known.listedAt()).isEqualTo(second(60));
    }

    @Test
    void whenItWasLastSeen() {
        look(wal().snapshot(0, 0).segment(0, 0, 100, 1));
        look(wal().snapshot(0, 0));
        look(wal().snapshot(0, 0));

        assertThat(known.missed()).singleElement().satisfies(missed -> {
            assertThat(missed.lastSeen()).isEqualTo(second(60));
            assertThat(missed.since()).isEqualTo(second(120));
            assertThat(Duration.between(missed.since(), known.listedAt())).hasSeconds(60);
        });
    }
}
