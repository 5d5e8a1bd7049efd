package io.litedrill.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Listing;
import io.litedrill.replica.Reading;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.WriterSettings.Compaction;
import io.litedrill.replica.WriterSettings.Keeping;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Old files are reported if Litestream runs and should have deleted them, and only then. */
class PruningRuleTest {
    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;

    /** The settings in a litestream.yml without retention. */
    private static final WriterSettings READ =
            new WriterSettings(Duration.ofSeconds(1), Keeping.WAL, Keeping.LTX, true);

    private static List<Finding> judge(Listing listing, long now) {
        return judge(listing, now, READ);
    }

    private static List<Finding> judge(Listing listing, long now, WriterSettings settings) {
        return new PruningRule()
                .judge(new Case(listing)
                        .settings(settings)
                        .memory(Case.since0(Optional.empty()))
                        .at(now));
    }

    /**
     * Adds the snapshots of these days, each with a file of level 3 before it and one of level 0 an hour after it.
     */
    private static Listing ltx(int from, int to) {
        Listing listing = new Listing();
        for (int day = from; day <= to; day++) {
            long txid = 10L * (day + 1);
            listing.ltx(9, 1, txid, day * DAY)
                    .ltx(3, txid - 9, txid, day * DAY)
                    .ltx(0, txid + 1, txid + 1, day * DAY + 4 * HOUR);
        }
        return listing.ltx(1, 1, 10L * (to + 1) + 1, to * DAY + 4 * HOUR);
    }

    @Test
    void ltxFilesOfAWeekAreTooManyForADayOfRetention() {
        assertThat(judge(ltx(3, 6), 7 * DAY)).as("four days").isEmpty();
        assertThat(judge(ltx(0, 6), 7 * DAY)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.NOT_PRUNED);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message())
                    .isEqualTo("12 of 22 files (12 of 22 bytes) are older than the 2d 3h that Litestream's retention"
                            + " explains, the oldest of them of 2026-11-01T00:00:00Z");
            assertThat(finding.hint()).asString().contains("delete");
        });
    }

    @Test
    void nothingIsDeletedWhileLitestreamDoesNotRunOrTheDatabaseIsIdle() {
        Listing idle = new Listing().ltx(9, 1, 1, 0);
        for (int txid = 2; txid < 100; txid++) {
            idle.ltx(0, txid, txid, txid).ltx(1, txid, txid, txid).ltx(2, txid, txid, txid);
        }
        idle.ltx(9, 1, 99, HOUR);

        assertThat(judge(idle, 300 * DAY)).isEmpty();
        Listing started = idle.ltx(0, 100, 100, 300 * DAY).ltx(9, 1, 100, 300 * DAY);
        assertThat(judge(started, 300 * DAY)).as("it starts again").isEmpty();
        assertThat(judge(started.ltx(0, 101, 101, 300 * DAY + 2 * HOUR), 300 * DAY + 2 * HOUR))
                .as("and has not pruned yet")
                .isEmpty();
        assertThat(judge(started.ltx(0, 102, 102, 300 * DAY + 3 * HOUR), 300 * DAY + 3 * HOUR))
                .as("and should have")
                .hasSize(1);
    }

    /** Litestream keeps them forever. */
    @Test
    void theNewestFileOfALevelMayBeOld() {
        Listing listing = new Listing()
                .bytes(1000)
                .ltx(4, 1, 5, 0)
                .bytes(1)
                .ltx(9, 1, 10, 9 * DAY)
                .ltx(0, 11, 11, 10 * DAY);

        assertThat(judge(listing, 10 * DAY)).isEmpty();
    }

    @Test
    void aFewOldBytesAreNoFinding() {
        assertThat(judge(ltx(0, 1).bytes(2).ltx(9, 1, 71, 6 * DAY).ltx(0, 72, 72, 7 * DAY), 7 * DAY))
                .as("5 of 11 bytes")
                .isEmpty();
        assertThat(judge(ltx(0, 1).bytes(1).ltx(9, 1, 71, 6 * DAY).ltx(0, 72, 72, 7 * DAY), 7 * DAY))
                .as("5 of 9 bytes")
                .hasSize(1);
    }

    @Test
    void segmentsBeforeTheIndexOfAnOldSnapshotShouldBeGone() {
        Listing week = new Listing();
        for (int day = 0; day < 7; day++) {
            week.snapshot(day, day * DAY).segment(day, 0, 100, day * DAY + 4 * HOUR);
        }

        assertThat(judge(week, 7 * DAY))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith("10 of 14 files (10 of 14 bytes) are older than the 1d 3h"));
        Listing slow = new Listing();
        for (int day = 0; day < 60; day++) {
            slow.segment(5, day * 100L, day * 100L + 100, day * DAY);
        }
        assertThat(judge(slow.snapshot(5, 59 * DAY - 4 * HOUR), 60 * DAY))
                .as("one index of a slow writer")
                .isEmpty();
    }

    @Test
    void aWholeOldGenerationShouldBeGone() {
        Listing listing = new Listing()
                .snapshot("00000000000000bb", 0, 0, new Reading.Opened())
                .segment("00000000000000bb", 0, 0, 1, Listing.measured(0, 100))
                .snapshot(0, 8 * DAY)
                .segment(0, 0, 100, 8 * DAY + 2 * HOUR);

        assertThat(judge(listing, 9 * DAY)).as("it has not pruned yet").isEmpty();
        assertThat(judge(listing.segment(0, 100, 200, 8 * DAY + 3 * HOUR).bytes(1), 9 * DAY))
                .as("less than a half")
                .isEmpty();
        listing.segment("00000000000000bb", 0, 100, 2, Listing.measured(100, 200));
        assertThat(judge(listing, 9 * DAY)).hasSize(1);
    }

    @Test
    void settingsThatExplainTheFilesAreRespected() {
        Keeping week = new Keeping(Optional.of(Duration.ofDays(1)), Duration.ofDays(7), Duration.ofHours(1));
        assertThat(judge(ltx(0, 6), 7 * DAY, new WriterSettings(Duration.ofSeconds(1), Keeping.WAL, week, true)))
                .as("a week of retention")
                .isEmpty();
        assertThat(judge(
                        ltx(0, 6),
                        7 * DAY,
                        new WriterSettings(
                                Duration.ofSeconds(1), Keeping.WAL, Keeping.LTX, Compaction.DEFAULTS, false)))
                .as("it deletes nothing")
                .isEmpty();
        assertThat(new PruningRule().judge(new Case(ltx(0, 6)).settings(READ).at(7 * DAY)))
                .as("without a history")
                .isEmpty();
    }

    @Test
    void anAssumedRetentionProvesNothing() {
        Keeping day = new Keeping(Optional.of(Duration.ofDays(1)), Duration.ofDays(1), Duration.ofHours(1));

        assertThat(judge(ltx(0, 6), 7 * DAY, WriterSettings.DEFAULTS))
                .as("given by its URL")
                .isEmpty();
        assertThat(judge(ltx(0, 6), 7 * DAY, WriterSettings.assumed(Duration.ofSeconds(1), day, Keeping.LTX)))
                .as("stated for the other version")
                .isEmpty();
        assertThat(judge(ltx(0, 6), 7 * DAY, WriterSettings.assumed(Duration.ofSeconds(1), Keeping.WAL, day)))
                .as("stated")
                .hasSize(1);
    }

    @Test
    void rawFilesAreKeptForTheirOwnRetention() {
        Listing listing = ltx(0, 6);
        WriterSettings raw = new WriterSettings(
                Duration.ofSeconds(1),
                Keeping.WAL,
                Keeping.LTX,
                new Compaction(Compaction.DEFAULTS.intervals(), Duration.ofDays(30)),
                true);
        for (int i = 0; i < 30; i++) {
            listing.ltx(0, 100 + i, 100 + i, 6 * DAY + 5 * HOUR);
        }
        assertThat(judge(listing, 7 * DAY, raw)).isEmpty();
        Listing rawOnly = new Listing();
        for (int i = 2; i < 40; i++) {
            rawOnly.ltx(0, i, i, i);
        }
        rawOnly.ltx(1, 2, 39, 40).ltx(9, 1, 40, 6 * DAY).ltx(0, 41, 41, 7 * DAY);
        assertThat(judge(rawOnly, 7 * DAY, raw)).isEmpty();
        assertThat(judge(rawOnly, 7 * DAY)).hasSize(1);
    }
}
