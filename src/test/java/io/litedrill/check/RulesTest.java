package io.litedrill.check;

import static io.litedrill.replica.Listing.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Listing;
import io.litedrill.replica.Reading;
import io.litedrill.replica.WriterSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each rule reports its fault, and nothing otherwise. */
class RulesTest {
    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;

    private static Listing sound() {
        return new Listing().snapshot(0, 0).segment(0, 0, 100, 5);
    }

    @Nested
    class Snapshots {
        private List<Finding> judge(Listing listing, long now) {
            return new SnapshotRule().judge(new Case(listing).at(now));
        }

        @Test
        void byTheClockInLayoutWal() {
            assertThat(judge(sound(), 25 * HOUR + 60)).isEmpty();
            assertThat(judge(sound(), 25 * HOUR + 61)).singleElement().returns(Severity.WARNING, Finding::severity);
            assertThat(judge(sound(), 50 * HOUR + 121)).singleElement().returns(Severity.CRITICAL, Finding::severity);
        }

        @Test
        void againstTheRecoveryPointInLayoutLtx() {
            Listing listing = new Listing().ltx(9, 1, 1, 0).ltx(0, 2, 2, HOUR).ltx(0, 3, 3, 26 * HOUR);

            assertThat(judge(listing, 30 * DAY)).as("idle since").isEmpty();
            assertThat(judge(listing.ltx(0, 4, 4, 27 * HOUR), 30 * DAY)).hasSize(1);
        }

        @Test
        void theFirstWriteAfterAnIdleWeekIsNoFinding() {
            Listing listing =
                    new Listing().ltx(9, 1, 1, 0).ltx(0, 2, 2, 7 * DAY).ltx(0, 3, 3, 7 * DAY + HOUR);

            assertThat(judge(listing, 7 * DAY + HOUR)).isEmpty();
            assertThat(judge(listing.ltx(0, 4, 4, 9 * DAY), 9 * DAY)).hasSize(1);
        }
    }

    @Nested
    class Retention {
        private final WriterSettings settings = new WriterSettings(
                Duration.ofSeconds(1),
                Optional.of(Duration.ofHours(1)),
                Duration.ofHours(24),
                Duration.ofHours(1),
                true);

        private List<Finding> judge(Listing listing, long now) {
            return new RetentionRule()
                    .judge(new Case(listing)
                            .settings(settings)
                            .memory(Case.since0(Optional.empty()))
                            .at(now));
        }

        @Test
        void aWindowThatReachesTooLittleBack() {
            Listing listing = new Listing().snapshot(5, 2 * DAY - HOUR).segment(5, 0, 100, 2 * DAY);

            assertThat(judge(listing, 2 * DAY)).singleElement().returns(FindingCode.RETENTION_SHORT, Finding::code);
            assertThat(judge(listing, 3 * DAY)).as("now it does").isEmpty();
        }

        @Test
        void aYoungReplicaIsNotBlamed() {
            assertThat(judge(new Listing().snapshot(0, HOUR).segment(0, 0, 100, 2 * HOUR), 3 * HOUR))
                    .isEmpty();
        }

        /** The layout shows the version, which reads only one of the two keys. */
        @Test
        void aRetentionThatTheVersionIgnoresIsReported() {
            WriterSettings.Keeping week =
                    new WriterSettings.Keeping(Optional.empty(), Duration.ofDays(7), Duration.ofHours(1));
            WriterSettings onReplica =
                    new WriterSettings(Duration.ofSeconds(1), week, WriterSettings.Keeping.LTX, true);
            Case ltx = new Case(new Listing().ltx(9, 1, 1, 0).ltx(0, 2, 2, 5)).settings(onReplica);
            assertThat(new IgnoredRetentionRule().judge(ltx.at(10)))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.code()).isEqualTo(FindingCode.RETENTION_SHORT);
                        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                        assertThat(finding.message())
                                .isEqualTo(
                                        "Litestream keeps files for 1d, not for the 7d in litestream.yml: version 0.5"
                                                + " does not read retention of a replica");
                        assertThat(finding.hint()).asString().contains("snapshot.retention");
                    });
            Case wal = new Case(sound()).settings(onReplica);
            assertThat(new IgnoredRetentionRule().judge(wal.at(10))).isEmpty();
        }

        /** A default of the other version is not an objective. */
        @Test
        void aRetentionBelowTheDefaultOfTheOtherVersionIsNoFault() {
            WriterSettings.Keeping hours =
                    new WriterSettings.Keeping(Optional.empty(), Duration.ofHours(12), Duration.ofHours(1));
            WriterSettings of03 = new WriterSettings(Duration.ofSeconds(1), hours, WriterSettings.Keeping.LTX, true);
            assertThat(new IgnoredRetentionRule()
                            .judge(new Case(sound()).settings(of03).at(10)))
                    .isEmpty();
            WriterSettings of05 = new WriterSettings(Duration.ofSeconds(1), WriterSettings.Keeping.WAL, hours, true);
            Case ltx = new Case(new Listing().ltx(9, 1, 1, 0).ltx(0, 2, 2, 5)).settings(of05);
            assertThat(new IgnoredRetentionRule().judge(ltx.at(10))).isEmpty();
        }

        /** Its only snapshot is rewritten each hour under its own key. */
        @Test
        void anIdleDatabaseIsNotBlamed() {
            assertThat(judge(new Listing().segment(0, 0, 100, 5).snapshot(0, 7 * DAY), 7 * DAY + 60))
                    .isEmpty();
        }
    }

    @Nested
    class RestoreRaces {
        private List<Finding> judge(Listing listing, WriterSettings settings, double seconds) {
            ReplicaHistory.PastDrills drills = new ReplicaHistory.PastDrills(
                    second(0),
                    Optional.of(second(0)),
                    Optional.empty(),
                    Optional.of(new ReplicaHistory.Speed(seconds, 1)));
            return new RestoreRaceRule()
                    .judge(new Case(listing)
                            .settings(settings)
                            .memory(Case.since0(Optional.of(drills)))
                            .at(100));
        }

        @Test
        void aQuarterOfTheRetentionIsTheLimit() {
            assertThat(judge(sound(), WriterSettings.DEFAULTS, 6 * HOUR)).isEmpty();
            assertThat(judge(sound(), WriterSettings.DEFAULTS, 6 * HOUR + 1))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.code()).isEqualTo(FindingCode.RETENTION_RACES_RESTORE);
                        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                        assertThat(finding.message())
                                .isEqualTo(
                                        "restoring took 6h, which is more than a quarter of Litestream's retention of"
                                                + " 1d: files may be deleted while a restore reads them");
                        assertThat(finding.hint().text()).endsWith("litedrill plan shop");
                    });
        }

        @Test
        void theLayoutShowsWhichRetentionIsInEffect() {
            WriterSettings.Keeping week =
                    new WriterSettings.Keeping(Optional.empty(), Duration.ofDays(7), Duration.ofHours(1));
            WriterSettings settings = new WriterSettings(Duration.ofSeconds(1), week, WriterSettings.Keeping.LTX, true);
            Listing ltx = new Listing().ltx(9, 1, 1, 0).ltx(0, 2, 2, 5);

            assertThat(judge(sound(), settings, 7 * HOUR)).isEmpty();
            assertThat(judge(ltx, settings, 7 * HOUR)).hasSize(1);
        }

        @Test
        void noneWhereNothingIsDeletedOrNoDrillHasPassed() {
            WriterSettings keepsAll = new WriterSettings(
                    Duration.ofSeconds(1), WriterSettings.Keeping.WAL, WriterSettings.Keeping.LTX, false);
            assertThat(judge(sound(), keepsAll, DAY)).isEmpty();
            assertThat(new RestoreRaceRule()
                            .judge(new Case(sound())
                                    .memory(Case.since0(Optional.empty()))
                                    .at(100)))
                    .isEmpty();
        }
    }

    @Nested
    class Gaps {
        private List<Finding> judge(Listing listing, long now) {
            return new GapRule().judge(new Case(listing).at(now));
        }

        private Listing holed() {
            return sound().segment(0, 200, 300, 20);
        }

        @Test
        void aHoleBeforeTheNewestStateIsCriticalOnceItCannotBeUploadingAnyMore() {
            assertThat(judge(holed(), 29)).singleElement().returns(Severity.WARNING, Finding::severity);
            assertThat(judge(holed(), 31)).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
                assertThat(finding.message()).contains("WAL index 00000000, offset 100 to 200");
                assertThat(finding.where()).endsWith(".wal.lz4");
                assertThat(finding.hint().text())
                        .contains("litedrill window shop")
                        .contains("/00000000:100");
            });
        }

        /** As after the deletion of every other file. */
        @Test
        void manyAreSummedUp() {
            Listing listing = sound();
            for (int i = 2; i < 300; i += 2) {
                listing.segment(0, i * 100L, i * 100L + 100, i);
            }
            assertThat(judge(listing, DAY)).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
                assertThat(finding.message())
                        .startsWith("149 of these. The first: WAL index 00000000, offset 100 to 200 is missing")
                        .contains("WAL index 00000000, offset 29700 to 29800");
                assertThat(finding.hint().text())
                        .contains("litedrill window shop")
                        .contains("/00000000:100");
            });
        }

        @Test
        void theHintMakesTheVersionThatWritesTakeASnapshot() {
            Listing ltx = new Listing().ltx(9, 1, 1, 0).ltx(0, 2, 2, 10).ltx(0, 4, 4, 20);

            assertThat(judge(holed(), DAY))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.hint().text())
                            .contains("folder beside the live database", "findings.md#mending-a-gap")
                            .doesNotContain("empty path"));
            assertThat(judge(ltx, DAY))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.hint().text())
                            .contains("empty path", "folder beside the live database", "findings.md#mending-a-gap"));
        }

        @Test
        void aHoleBehindWhichASnapshotHelpsIsAWarning() {
            Listing listing = holed().segment(1, 0, 100, 30).snapshot(1, 40).segment(1, 100, 200, 50);

            assertThat(judge(listing, DAY)).singleElement().returns(Severity.WARNING, Finding::severity);
        }

        @Test
        void leftOversOfRetentionAreNoGap() {
            Listing listing =
                    new Listing().ltx(9, 1, 10, 100).ltx(1, 11, 16, 160).ltx(0, 15, 15, 150);

            assertThat(judge(listing.ltx(0, 16, 16, 160), DAY)).isEmpty();
        }
    }

    @Nested
    class Damage {
        private List<Finding> judge(Listing listing) {
            return new DamageRule().judge(new Case(listing).at(DAY));
        }

        @Test
        void eachDamagedFileIsNamed() {
            assertThat(judge(sound())).isEmpty();
            assertThat(judge(sound().damagedSegment(0, 100, 6))).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo(FindingCode.FILE_DAMAGED);
                assertThat(finding.where()).endsWith("00000000_00000064.wal.lz4");
            });
        }

        @Test
        void aReplicaOfUnknownFilesIsSummedUp() {
            Listing listing = new Listing();
            for (int i = 0; i < 1000; i++) {
                listing.segment(Listing.GENERATION, i, 0, i, new Reading.Unsupported("age"));
            }

            assertThat(judge(listing))
                    .hasSize(21)
                    .last()
                    .matches(finding -> finding.message().startsWith("980 more"));
        }
    }

    @Nested
    class Presence {
        private List<Finding> judge(Listing listing, long now) {
            return new PresenceRule().judge(new Case(listing).at(now));
        }

        @Test
        void whatIsThereAndRestorableIsNotFound() {
            assertThat(judge(sound(), DAY)).isEmpty();
        }

        @Test
        void incrementsWithoutSnapshotAreNoBackup() {
            assertThat(judge(new Listing().segment(0, 0, 100, 5), DAY))
                    .extracting(Finding::code)
                    .containsExactly(FindingCode.NO_BACKUP, FindingCode.SNAPSHOT_MISSING);
        }

        /** Its segments may be missing in a newer generation, for example after a file was moved. */
        @Test
        void anOlderGenerationWithoutSnapshotIsAWarning() {
            Listing listing = sound().segment("00000000000000bb", 6, 0, 1, Listing.measured(0, 100));

            assertThat(judge(listing, DAY)).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo(FindingCode.SNAPSHOT_MISSING);
                assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                assertThat(finding.where()).contains("00000000000000bb/wal/00000006_00000000");
            });
        }

        @Test
        void aYoungSnapshotIsUnknown() {
            assertThat(judge(new Listing().snapshot(0, 0), 5))
                    .singleElement()
                    .returns(Severity.UNKNOWN, Finding::severity);
        }

        /** It may be sound, but it cannot be read. */
        @Test
        void aReplicaInAnUnknownFormatIsUnknown() {
            Listing listing = new Listing()
                    .snapshot(Listing.GENERATION, 0, 0, new Reading.Unsupported("age"))
                    .segment(Listing.GENERATION, 0, 0, 5, new Reading.Unsupported("age"));

            assertThat(judge(listing, DAY)).singleElement().returns(Severity.UNKNOWN, Finding::severity);
        }
    }

    @Nested
    class Drills {
        private List<Finding> judge(Optional<ReplicaHistory.PastDrills> drills, long now) {
            Objectives objectives = new Objectives(
                    Duration.ofMinutes(5),
                    Optional.of(Duration.ofSeconds(30)),
                    Duration.ofDays(2),
                    Optional.empty(),
                    Optional.empty());
            return new DrillRule()
                    .judge(new Case(sound())
                            .objectives(objectives)
                            .memory(Case.since0(drills))
                            .at(now));
        }

        private Optional<ReplicaHistory.PastDrills> passed(long when, double seconds) {
            return Optional.of(new ReplicaHistory.PastDrills(
                    second(when),
                    Optional.of(second(when)),
                    Optional.empty(),
                    Optional.of(new ReplicaHistory.Speed(seconds, 1))));
        }

        @Test
        void overdueCountsFromTheLastPassedOrFromFirstSeen() {
            assertThat(judge(Optional.empty(), 2 * DAY)).isEmpty();
            assertThat(judge(Optional.empty(), 2 * DAY + 1))
                    .extracting(Finding::code)
                    .containsExactly(FindingCode.DRILL_OVERDUE);
            assertThat(judge(passed(DAY, 1), 3 * DAY)).isEmpty();
            assertThat(judge(passed(DAY, 1), 3 * DAY + 1)).hasSize(1);
        }

        @Test
        void slowerThanPromised() {
            assertThat(judge(passed(DAY, 30), 2 * DAY)).isEmpty();
            assertThat(judge(passed(DAY, 31), 2 * DAY))
                    .extracting(Finding::code)
                    .containsExactly(FindingCode.SLOW_RESTORE);
        }
    }
}
