package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CheckTimesTest {
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private static CheckTimes.Counts counts(long... seconds) {
        List<Instant> times =
                LongStream.of(seconds).mapToObj(START::plusSeconds).toList();
        return new CheckTimes(Map.of("app", times), Duration.ofSeconds(10), Duration.ofSeconds(30))
                .counts(START, START.plusSeconds(100));
    }

    @Test
    void aCheckThatComesOnceInTimeIsCounted() {
        assertThat(counts(10, 40, 70, 95)).isEqualTo(new CheckTimes.Counts(4, 0, 0, Duration.ofSeconds(30)));
    }

    @Test
    void aJobThatIsLostForeverIsMissed() {
        assertThat(counts(10, 20).missed()).isOne();
        assertThat(counts().missed()).isOne();
        assertThat(counts(60, 70, 80, 90).missed()).as("it began late").isOne();
        assertThat(counts(10, 60, 90).missed()).isOne();
    }

    @Test
    void aJobOfTwoNodesIsTwice() {
        assertThat(counts(10, 11, 40, 70).twice()).isOne();
    }
}
