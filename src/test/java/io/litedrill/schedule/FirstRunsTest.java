package io.litedrill.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirstRunsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(20);
    private static final Cadence AT_THREE = new Cadence.Cron("0 3 * * *", ZoneOffset.UTC, Duration.ZERO);

    @Test
    void aDatabaseNeverDrilledIsDrilledAtOnce() {
        assertThat(first(watch("app", AT_THREE))).containsExactly(Map.entry("app", NOW));
    }

    @Test
    void aRestartForgetsNoDueDrillAndRepeatsNone() {
        ScheduledDatabase missed = watch("missed", AT_THREE, "2026-11-22T03:05:00Z");
        ScheduledDatabase done = watch("done", AT_THREE, "2026-11-23T03:05:00Z");

        assertThat(first(missed, done))
                .containsOnly(Map.entry("missed", NOW), Map.entry("done", Instant.parse("2026-11-24T03:00:00Z")));
    }

    @Test
    void aDrillMissedForAMonthIsCaughtUpWithOnce() {
        assertThat(first(watch("app", AT_THREE, "2026-10-20T03:05:00Z"))).containsExactly(Map.entry("app", NOW));
    }

    @Test
    void anIntervalKeepsItsSlotAcrossRestarts() {
        Cadence daily = new Cadence.Every(Duration.ofDays(1));
        Instant slot = daily.due("app", NOW).orElseThrow();
        ScheduledDatabase watch = watch(
                "app", daily, slot.minus(Duration.ofDays(1)).plusSeconds(90).toString());

        assertThat(first(watch)).containsExactly(Map.entry("app", slot));
    }

    @Test
    void overdueDrillsBeginOneAfterTheOtherLongestAgoFirst() {
        ScheduledDatabase old = watch("old", AT_THREE, "2026-11-01T03:05:00Z");
        ScheduledDatabase older = watch("older", AT_THREE, "2026-10-01T03:05:00Z");
        ScheduledDatabase never = watch("never", AT_THREE);

        assertThat(first(old, never, older))
                .containsExactly(
                        Map.entry("never", NOW),
                        Map.entry("older", NOW.plusSeconds(20)),
                        Map.entry("old", NOW.plusSeconds(40)));
    }

    @Test
    void aHundredNewDatabasesDoNotBeginTogether() {
        ScheduledDatabase[] watches = IntStream.range(0, 100)
                .mapToObj(i -> watch("db-" + i, AT_THREE))
                .toArray(ScheduledDatabase[]::new);

        assertThat(first(watches).values()).hasSize(100).doesNotHaveDuplicates();
        assertThat(first(watches)).isEqualTo(first(watches));
    }

    @Test
    void aLastDrillInTheFuturePutsNothingOff() {
        assertThat(first(watch("app", AT_THREE, "2036-01-01T00:00:00Z")))
                .containsExactly(Map.entry("app", Instant.parse("2026-11-24T03:00:00Z")));
    }

    @Test
    void whatIsNeverDrilledHasNoTime() {
        assertThat(first(watch("app", new Cadence.Never()))).isEmpty();
    }

    @Test
    void scrubsAreDueByThemselves() {
        ScheduledDatabase.Jobs jobs = watch("app", AT_THREE).jobs();
        Timing timing = new Timing(Timing.DEFAULTS.checks(), new Cadence.Never(), AT_THREE);
        ScheduledDatabase.Last last =
                new ScheduledDatabase.Last(Optional.empty(), Optional.of(Instant.parse("2026-11-23T03:05:00Z")));

        assertThat(new FirstRuns(JobKind.SCRUB)
                        .after(NOW, List.of(new ScheduledDatabase("app", jobs, timing, last)), STEP))
                .containsExactly(Map.entry("app", Instant.parse("2026-11-24T03:00:00Z")));
    }

    private static Map<String, Instant> first(ScheduledDatabase... watches) {
        return new FirstRuns(JobKind.DRILL).after(NOW, List.of(watches), STEP);
    }

    private static ScheduledDatabase watch(String name, Cadence drills) {
        return new ScheduledDatabase(
                name,
                (id, cancellation) -> {},
                (id, cancellation) -> {},
                new Timing(Timing.DEFAULTS.checks(), drills),
                Optional.empty());
    }

    private static ScheduledDatabase watch(String name, Cadence drills, String last) {
        ScheduledDatabase never = watch(name, drills);
        return new ScheduledDatabase(
                name,
                never.jobs(),
                never.timing(),
                new ScheduledDatabase.Last(Optional.of(Instant.parse(last)), Optional.empty()));
    }
}
