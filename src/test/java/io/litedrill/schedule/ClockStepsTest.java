package io.litedrill.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ClockStepsTest {
    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-11-01T12:00:00Z"));
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    private void pass(Duration wall, Duration monotonic) {
        clock.updateAndGet(at -> at.plus(wall));
        nanos.addAndGet(monotonic.toNanos());
    }

    @Test
    void aStepIsTheDifferenceOfBothClocksAndIsReportedOnce() {
        ClockSteps steps = new ClockSteps(clock::get, nanos::get);
        pass(Duration.ofSeconds(10), Duration.ofSeconds(10));
        assertThat(steps.step()).isZero();

        pass(Duration.ofHours(-1), Duration.ofSeconds(10));
        assertThat(steps.step()).isEqualTo(Duration.ofHours(-1).minusSeconds(10));

        pass(Duration.ofSeconds(70), Duration.ofSeconds(10));
        assertThat(steps.step()).isEqualTo(Duration.ofMinutes(1));
        assertThat(steps.step()).isZero();
    }

    @Test
    void aCheckIsMissedAfterThreeIntervals() {
        MissedChecks missed = new MissedChecks(nanos::get);
        missed.due("app", Duration.ofMinutes(1));
        missed.due("slow", Duration.ofMinutes(10));
        pass(Duration.ZERO, Duration.ofMinutes(3));
        assertThat(missed.databases()).isEmpty();

        pass(Duration.ZERO, Duration.ofSeconds(1));
        assertThat(missed.databases()).containsExactly("app");

        missed.due("app", Duration.ofMinutes(1));
        assertThat(missed.databases()).isEmpty();
        pass(Duration.ZERO, Duration.ofHours(1));
        missed.forget("slow");
        assertThat(missed.databases()).containsExactly("app");
    }
}
