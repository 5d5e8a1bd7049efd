package io.litedrill.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CadenceTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Cadence DAILY = new Cadence.Every(Duration.ofDays(1));

    @Test
    void aHundredDatabasesSpreadOverTheDay() {
        Map<Long, Long> perHour = perHour(100);

        assertThat(perHour).hasSizeGreaterThanOrEqualTo(20);
        assertThat(perHour.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(15));
    }

    @Test
    void noHourIsPreferred() {
        assertThat(perHour(24_000))
                .hasSize(24)
                .allSatisfy((hour, count) -> assertThat(count).isBetween(850L, 1150L));
    }

    private static Map<Long, Long> perHour(int databases) {
        return IntStream.range(0, databases)
                .mapToObj(i -> DAILY.due("db-" + i, NOON).orElseThrow())
                .collect(Collectors.groupingBy(
                        time -> Math.floorMod(time.getEpochSecond(), 86_400L) / 3600, Collectors.counting()));
    }

    @Test
    void theSlotOfADatabaseIsTheSameEveryDay() {
        Instant first = DAILY.due("app", NOON).orElseThrow();

        assertThat(DAILY.due("app", first)).contains(first.plus(Duration.ofDays(1)));
        assertThat(DAILY.due("app", first.plusSeconds(1800))).contains(first.plus(Duration.ofDays(1)));
    }

    @Test
    void aSlotSoonAfterTheLastRunIsLeftOut() {
        Instant slot = DAILY.due("app", NOON).orElseThrow();

        assertThat(DAILY.due("app", slot.minus(Duration.ofHours(5)))).contains(slot.plus(Duration.ofDays(1)));
        assertThat(DAILY.due("app", slot.minus(Duration.ofHours(7)))).contains(slot);
    }

    @Test
    void aSlotIsAfterTheLastRunAndLessThanOneAndAQuarterIntervalsAway() {
        Cadence.Every every = new Cadence.Every(Duration.ofMillis(40));
        for (long ms = -200; ms < 200; ms++) {
            Instant last = Instant.ofEpochMilli(ms);
            assertThat(every.due("app", last).orElseThrow()).isAfter(last).isBeforeOrEqualTo(last.plusMillis(50));
        }
    }

    /** The first checks of a few databases run at once, and each next one has the slot of its name. */
    @Test
    void aCheckIsAtMostATenthOfItsIntervalLate() {
        Timing timing = new Timing(new Cadence.Every(Duration.ofMinutes(1)), DAILY);
        Job nothing = (runId, cancellation) -> {};
        for (int i = 0; i < 1_000; i++) {
            ScheduledDatabase database = new ScheduledDatabase("db-" + i, nothing, nothing, timing, Optional.empty());
            Instant next = database.due(JobKind.CHECK, NOON).orElseThrow();
            assertThat(next).isAfter(NOON.plusSeconds(6)).isBeforeOrEqualTo(NOON.plusSeconds(66));
            assertThat(database.due(JobKind.CHECK, next)).contains(next.plusSeconds(60));
        }
    }

    @Test
    void anIntervalMustBePositive() {
        assertThatThrownBy(() -> new Cadence.Every(Duration.ZERO)).hasMessageContaining("positive duration");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 3 * * *       | 2026-11-24T03:30:00Z",
                "*/15 * * * *     | 2026-11-23T12:15:00Z",
                "0 4 1 * *        | 2026-12-01T04:00:00Z",
                "0 4 */2 * *      | 2026-11-25T04:00:00Z",
                "0 4 * * 0        | 2026-11-29T04:00:00Z",
                "0 4 * * 7        | 2026-11-29T04:00:00Z",
                "0 4 * * 1        | 2026-11-30T04:00:00Z",
                "0 4 * * 07       | 2026-11-29T04:00:00Z",
                "0 4 * * sun-tue  | 2026-11-24T04:00:00Z",
                "0 4 * * 2-5      | 2026-11-24T04:00:00Z",
                "0 4 * * 5-7      | 2026-11-27T04:00:00Z",
                "0 4 * * 6,0      | 2026-11-28T04:00:00Z",
                "0 4 * * 3-5/2    | 2026-11-25T04:00:00Z",
                "0 4 * * SAT      | 2026-11-28T04:00:00Z",
                "0 4 * JAN *      | 2027-01-01T04:00:00Z",
                "*/5 0-6,12 * jan-mar mon | 2027-01-04T00:00:00Z",
                "0 0 31 12 *      | 2026-12-31T00:00:00Z",
            })
    void readsCrontabExpressions(String expression, Instant next) {
        // 2026-11-23 is a Monday
        assertThat(cron(expression).due("app", NOON)).contains(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "daily",
                "* * * *",
                "61 3 * * *",
                "0 25 * * *",
                "0 4 * * 8",
                "0 4 * * 10",
                "0 4 13 * 5",
                "0 0 4 * * *",
                "0 4 * * 1 2 3 4",
                "15 30 3 * * ?",
                "0 0 5 ? * 1 2027",
                "0 0 * 13 *",
                "*/0 * * * *",
                "5-1 * * * *",
                "0 0 * * tues",
                "0 0 3 * * ?",
                "1,, * * * *"
            })
    void refusesWhatIsNoCronExpressionAndShowsOne(String expression) {
        assertThatThrownBy(() -> cron(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MINUTE HOUR DAY MONTH WEEKDAY")
                .hasMessageEndingWith("Found: " + expression);
    }

    @Test
    void cronMeansTheClockOfItsZoneAlsoWhenThatChanges() {
        Cadence berlin = new Cadence.Cron("30 3 * * *", ZoneId.of("Europe/Berlin"), Duration.ZERO);

        assertThat(berlin.due("app", Instant.parse("2026-10-24T00:00:00Z")))
                .contains(Instant.parse("2026-10-24T01:30:00Z"));
        assertThat(berlin.due("app", Instant.parse("2026-10-25T00:00:00Z")))
                .contains(Instant.parse("2026-10-25T02:30:00Z"));
    }

    @Test
    void cronIsSpreadWithinTheGivenTimeAndEachSlotComesOnce() {
        Cadence spread = new Cadence.Cron("0 3 * * *", ZoneOffset.UTC, Duration.ofMinutes(30));
        Instant three = Instant.parse("2026-11-24T03:00:00Z");

        List<Instant> slots = IntStream.range(0, 100)
                .mapToObj(i -> spread.due("db-" + i, NOON).orElseThrow())
                .distinct()
                .toList();

        assertThat(slots)
                .hasSizeGreaterThan(95)
                .allSatisfy(slot -> assertThat(slot).isBetween(three, three.plus(Duration.ofMinutes(30))));
        assertThat(spread.due("db-1", spread.due("db-1", NOON).orElseThrow()).orElseThrow())
                .isAfter(three.plus(Duration.ofHours(23)));
    }

    @Test
    void aCronThatNeverComesAgainIsNotDue() {
        assertThat(cron("0 5 30 2 *").due("app", NOON)).isEmpty();
        assertThat(new Cadence.Never().due("app", NOON)).isEmpty();
    }

    @Test
    void theExpectedAgeFollowsTheSchedule() {
        assertThat(new Cadence.Every(Duration.ofMinutes(5)).expectedAge()).isEqualTo(Duration.ofHours(1));
        assertThat(new Cadence.Every(Duration.ofDays(7)).expectedAge()).isEqualTo(Duration.ofDays(14));
        assertThat(new Cadence.Cron("0 3 * * *", ZoneOffset.UTC, Duration.ofHours(1)).expectedAge())
                .isEqualTo(Duration.ofHours(49));
        assertThat(cron("0 3 * * 0").expectedAge()).isEqualTo(Duration.ofDays(15));
        assertThat(cron("0 3 1 * *").expectedAge()).isEqualTo(Duration.ofDays(63));
        assertThat(cron("0 3 1 1 *").expectedAge()).isEqualTo(Duration.ofDays(732));
    }

    private static Cadence cron(String expression) {
        return new Cadence.Cron(expression, ZoneOffset.UTC, Duration.ZERO);
    }
}
