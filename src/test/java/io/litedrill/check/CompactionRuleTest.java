package io.litedrill.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Listing;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Reading;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.WriterSettings.Compaction;
import io.litedrill.replica.WriterSettings.Keeping;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Failed compactions leave files of many intervals; pauses of Litestream and idle databases do not. */
class CompactionRuleTest {
    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;
    private static final Reading.WalStretch NO_WAL = new Reading.WalStretch(Listing.SALTS, 0, 0);

    /** Returns a replica whose level 1 ends at transaction 2. */
    private static Listing compacted() {
        return new Listing().ltx(9, 1, 1, 0).ltx(0, 2, 2, 1).ltx(1, 1, 2, 1);
    }

    /** Adds files of level 0 with this number of seconds between them. */
    private static Listing writing(Listing listing, int files, long from, long step) {
        return writing(listing, 3, files, from, step);
    }

    /** Adds files from a transaction on. */
    private static Listing writing(Listing listing, long first, int files, long from, long step) {
        for (int i = 0; i < files; i++) {
            listing.ltx(0, first + i, first + i, from + i * step);
        }
        return listing;
    }

    private static List<Finding> judge(Listing listing) {
        return judge(listing, Compaction.DEFAULTS);
    }

    /** Judges by the intervals of a litestream.yml. */
    private static List<Finding> judge(Listing listing, Compaction compaction) {
        WriterSettings read = new WriterSettings(Duration.ofSeconds(1), Keeping.WAL, Keeping.LTX, compaction, true);
        return new CompactionRule().judge(new Case(listing).settings(read).at(30 * DAY));
    }

    /** Judges without a litestream.yml. */
    private static List<Finding> judgeUnknown(Listing listing) {
        return new CompactionRule().judge(new Case(listing).at(30 * DAY));
    }

    @Test
    void filesOfTenIntervalsMayWaitAndNoMore() {
        assertThat(judge(writing(compacted(), 10, 30, 30))).isEmpty();
        assertThat(judge(writing(compacted(), 11, 30, 30))).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.COMPACTION_STUCK);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message())
                    .isEqualTo("11 files of level 0 (11 bytes), the oldest of 2026-11-01T00:00:30Z, are not in level 1,"
                            + " which Litestream writes every 30s");
            assertThat(finding.hint()).asString().contains("failed compactions");
        });
    }

    @Test
    void aHundredFilesOfOneIntervalWaitForItsEnd() {
        assertThat(judge(writing(compacted(), 100, 30, 0))).isEmpty();
    }

    @Test
    void aLevelThatFollowsIsNoFinding() {
        assertThat(judge(writing(compacted(), 200, 30, 30).ltx(1, 3, 202, 6000)))
                .isEmpty();
    }

    /** Before the pause and after it, files of at most one interval each wait. */
    @Test
    void aPauseOfLitestreamIsNoFinding() {
        Listing stopped = writing(compacted(), 20, 30, 1);

        assertThat(judge(stopped)).as("stopped for a month").isEmpty();
        assertThat(judge(stopped.ltx(0, 23, 23, 29 * DAY))).as("started again").isEmpty();
    }

    @Test
    void aSlowWriterIsNoFinding() {
        Listing daily = compacted();
        for (int day = 1; day < 25; day++) {
            for (int level = 0; level < 4; level++) {
                daily.ltx(level, 2 + day, 2 + day, day * DAY);
            }
        }
        assertThat(judge(daily.ltx(0, 27, 27, 25 * DAY))).isEmpty();
    }

    /** A folder copied without its times, or an outage after which Litestream uploads the pending files. */
    @Test
    void filesUploadedTogetherAreOfOneInterval() {
        assertThat(judge(writing(compacted(), 500, 5 * HOUR, 0))).isEmpty();
    }

    /** Without litestream.yml, Litestream may have fewer levels. */
    @Test
    void aHigherLevelThatWasNeverWrittenCountsOnlyWhereItIsConfigured() {
        Listing two = compacted();
        for (int i = 0; i < 50; i++) {
            two.ltx(1, 3 + i, 3 + i, 300L * (i + 1));
        }

        assertThat(judgeUnknown(two)).isEmpty();
        assertThat(judge(two, new Compaction(List.of(Duration.ofSeconds(30)), Duration.ofMinutes(5))))
                .as("one level")
                .isEmpty();
        assertThat(judge(two)).singleElement().asString().contains("level=1").contains("next=2");
    }

    /** The interval of level 1 is ten minutes, without a configuration. */
    @Test
    void unknownIntervalsAreReadFromTheTimesOfTheFiles() {
        Listing slow = compacted();
        for (int i = 0; i < 5; i++) {
            slow.ltx(1, 3 + i, 3 + i, 600L * (i + 1));
        }
        writing(slow, 8, 20, 3001, 30);
        assertThat(judgeUnknown(slow)).isEmpty();
        assertThat(judgeUnknown(writing(slow, 28, 15, 3601, 600))).hasSize(1);
    }

    @Test
    void unknownIntervalsOfALevelWithFewFilesAreTakenAsAnHour() {
        assertThat(judgeUnknown(writing(new Listing().ltx(9, 1, 1, 0), 2, 100, 30, 300)))
                .as("level 1 is empty")
                .isEmpty();
        assertThat(judgeUnknown(writing(compacted(), 3, 100, 30, 300)))
                .as("level 1 has one file")
                .isEmpty();
        assertThat(judgeUnknown(writing(compacted(), 3, 200, 30, 300))).hasSize(1);
    }

    /** Files of long ago, of a database with daily writes at that time. */
    @Test
    void knownIntervalsAreNotReadFromTheTimesOfTheFiles() {
        Listing daily = compacted();
        for (int day = 1; day < 4; day++) {
            daily.ltx(1, 2 + day, 2 + day, day * DAY);
        }
        assertThat(judge(writing(daily, 6, 11, 4 * DAY, 30))).hasSize(1);
    }

    /** In a folder, all files of an outage appear at its end, with the times of their contents. */
    @Test
    void filesThatNoEarlierCheckFoundAreNotLeftOut() {
        Listing backlog = compacted();
        for (int i = 0; i < 100; i++) {
            Instant written = Listing.second(30 * (i + 1L));
            backlog.ltx(0, 3 + i, 3 + i, 30 * (i + 1L), new Reading.Header(written, 1, 4096, NO_WAL));
        }

        assertThat(judgeWithChecks(backlog, Optional.empty()))
                .as("the folder could not be read")
                .isEmpty();
        assertThat(judgeWithChecks(backlog, Optional.of(2L)))
                .as("the state before the outage")
                .isEmpty();
        assertThat(judgeWithChecks(backlog, Optional.of(12L))).as("ten files").isEmpty();
        assertThat(judgeWithChecks(backlog, Optional.of(13L)))
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .startsWith("100 files of level 0 ");
    }

    /** The time of the upload proves that they existed. */
    @Test
    void filesWithTheTimeOfTheirUploadNeedNoEarlierCheck() {
        assertThat(judgeWithChecks(writing(compacted(), 11, 30, 30), Optional.empty()))
                .hasSize(1);
    }

    /**
     * Judges with a history of checks.
     *
     * @param found the newest transaction in the last check before the last compaction
     */
    private static List<Finding> judgeWithChecks(Listing listing, Optional<Long> found) {
        Instant lastCompaction = Listing.second(30 * DAY - 45);
        ReplicaHistory checks = new ReplicaHistory() {
            @Override
            public Optional<Instant> firstSeen(ReplicaId id) {
                return Optional.of(lastCompaction);
            }

            @Override
            public Optional<RecoveryPoint> newestAt(ReplicaId id, Instant time) {
                assertThat(time).isEqualTo(lastCompaction);
                return found.map(txid -> new RecoveryPoint(time, new LtxPosition(txid)));
            }
        };
        WriterSettings read = new WriterSettings(Duration.ofSeconds(1), Keeping.WAL, Keeping.LTX, true);
        return new CompactionRule()
                .judge(new Case(listing).settings(read).memory(checks).at(30 * DAY));
    }

    @Test
    void anIntervalOfNanosecondsIsCountedAsAMillisecond() {
        Compaction quick = new Compaction(List.of(Duration.ofNanos(1)), Duration.ofMinutes(5));
        WriterSettings settings = new WriterSettings(Duration.ofSeconds(1), Keeping.WAL, Keeping.LTX, quick, true);

        assertThat(new CompactionRule()
                        .judge(new Case(writing(compacted(), 11, 1, 1))
                                .settings(settings)
                                .at(DAY)))
                .hasSize(1);
    }

    @Test
    void theIntervalsOfTheConfigurationAreUsed() {
        Compaction slow = new Compaction(List.of(Duration.ofMinutes(5)), Duration.ofMinutes(5));
        WriterSettings settings = new WriterSettings(Duration.ofSeconds(1), Keeping.WAL, Keeping.LTX, slow, true);
        Listing listing = writing(compacted(), 20, 30, 30);

        assertThat(new CompactionRule()
                        .judge(new Case(listing).settings(settings).at(DAY)))
                .isEmpty();
        assertThat(new CompactionRule()
                        .judge(new Case(writing(compacted(), 11, 300, 300))
                                .settings(settings)
                                .at(DAY)))
                .hasSize(1);
    }
}
