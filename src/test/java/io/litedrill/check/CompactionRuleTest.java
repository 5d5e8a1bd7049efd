package io.litedrill.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Listing;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.WriterSettings.Compaction;
import io.litedrill.replica.WriterSettings.Keeping;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Failed compactions leave files of many intervals behind; pauses of Litestream and idle databases do not. */
class CompactionRuleTest {
    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;

    /** A replica whose level 1 ends at transaction 2. */
    private static Listing compacted() {
        return new Listing().ltx(9, 1, 1, 0).ltx(0, 2, 2, 1).ltx(1, 1, 2, 1);
    }

    /** Adds a file of level 0 every so many seconds. */
    private static Listing writing(Listing listing, int files, long from, long step) {
        for (int i = 0; i < files; i++) {
            listing.ltx(0, 3 + i, 3 + i, from + i * step);
        }
        return listing;
    }

    private static List<Finding> judge(Listing listing) {
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

    /** Before the pause and after it, at most one interval each waits. */
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
            daily.ltx(0, 2 + day, 2 + day, day * DAY).ltx(1, 2 + day, 2 + day, day * DAY);
        }
        assertThat(judge(daily.ltx(0, 27, 27, 25 * DAY))).isEmpty();
    }

    /** A folder copied without its times, or an outage after which Litestream uploads what it could not. */
    @Test
    void filesUploadedTogetherAreOfOneInterval() {
        assertThat(judge(writing(compacted(), 500, 5 * HOUR, 0))).isEmpty();
    }

    @Test
    void higherLevelsCountOnlyWhereTheyAreWritten() {
        Listing two = compacted();
        for (int i = 0; i < 50; i++) {
            two.ltx(1, 3 + i, 3 + i, 300L * (i + 1));
        }

        assertThat(judge(two)).as("level 2 was never written").isEmpty();
        assertThat(judge(two.ltx(2, 1, 2, 2)))
                .singleElement()
                .asString()
                .contains("level=1")
                .contains("next=2");
    }

    @Test
    void longerIntervalsAreReadFromTheTimesOfTheFiles() {
        Listing slow = compacted();
        for (int i = 0; i < 5; i++) {
            slow.ltx(1, 3 + i, 3 + i, 600L * (i + 1));
        }
        for (int i = 0; i < 20; i++) {
            slow.ltx(0, 8 + i, 8 + i, 3001 + 30 * i);
        }
        assertThat(judge(slow)).isEmpty();
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
