package io.litedrill.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirstChecksTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aHundredDatabasesAreCheckedAtOnce() {
        assertThat(first(100, MINUTE)).hasSize(100).allMatch(NOW::equals);
    }

    @Test
    void thousandsAreSpreadEvenlyOverAMinute() {
        Map<Long, Long> perSecond = first(10_000, Duration.ofHours(1)).stream()
                .map(time -> Duration.between(NOW, time).toSeconds())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(perSecond)
                .containsOnlyKeys(IntStream.range(0, 60).mapToObj(Long::valueOf).toList());
        // 167 on average, which vary by 13
        assertThat(perSecond.values()).allMatch(count -> count > 100 && count < 240);
    }

    @Test
    void aShorterIntervalIsNotExceeded() {
        assertThat(first(1000, Duration.ofSeconds(10)))
                .allMatch(time -> time.isBefore(NOW.plusSeconds(10)))
                .anyMatch(time -> time.isAfter(NOW.plusSeconds(9)));
    }

    private static Collection<Instant> first(int databases, Duration interval) {
        return FirstChecks.after(
                        NOW,
                        IntStream.range(0, databases)
                                .mapToObj(number -> database("db-" + number, interval))
                                .toList())
                .values();
    }

    private static ScheduledDatabase database(String name, Duration interval) {
        Job nothing = (runId, cancellation) -> {};
        return new ScheduledDatabase(
                name,
                new ScheduledDatabase.Jobs(nothing, nothing, nothing),
                new Timing(new Cadence.Every(interval), new Cadence.Never()),
                new ScheduledDatabase.Last(Optional.empty(), Optional.empty()),
                Set.of());
    }
}
