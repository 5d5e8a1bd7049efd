package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.drill.DrilledState;
import io.litedrill.drill.ExpectedRows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizeForecastTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final ExpectedRows.Known LIVE = new ExpectedRows.Known("the live database", 5000);

    private static DrilledState drilled(int hours, long rows) {
        return new DrilledState("the drill at " + hours, NOON.plus(Duration.ofHours(hours)), rows);
    }

    private static ExpectedSize expected(Instant wanted, DrilledState... drilled) {
        return ExpectedSize.of(wanted, List.of(drilled), LIVE).orElseThrow();
    }

    @Test
    void theNearestDrilledStateDecidesAndTheEarlierOfTwo() {
        DrilledState[] all = {drilled(48, 4900), drilled(24, 4800), drilled(0, 1200)};

        assertThat(expected(NOON.plus(Duration.ofHours(11)), all).nearest()).isEqualTo(all[2]);
        assertThat(expected(NOON.plus(Duration.ofHours(12)), all).nearest()).isEqualTo(all[2]);
        assertThat(expected(NOON.plus(Duration.ofHours(13)), all).nearest()).isEqualTo(all[1]);
        assertThat(expected(NOON.minus(Duration.ofDays(9)), all).nearest()).isEqualTo(all[2]);
        assertThat(expected(NOON.plus(Duration.ofDays(9)), all).nearest()).isEqualTo(all[0]);
    }

    @Test
    void itIsRefusedForFewerThanHalfOnly() {
        assertThat(expected(NOON, drilled(0, 2499)).isRefused()).isTrue();
        assertThat(expected(NOON, drilled(0, 2500)).isRefused()).isFalse();
        assertThat(expected(NOON, drilled(0, 0)).isRefused()).isTrue();
        ExpectedRows.Known none = new ExpectedRows.Known("the live database", 0);
        assertThat(ExpectedSize.of(NOON, List.of(drilled(0, 0)), none)
                        .orElseThrow()
                        .isRefused())
                .isFalse();
        assertThat(ExpectedSize.of(NOON, List.of(), LIVE)).isEmpty();
    }

    @Test
    void theReasonNamesBothCountsTheDrillAndTheDistance() {
        assertThat(expected(NOON.plus(Duration.ofMinutes(90)), drilled(0, 1200))
                        .refusal()
                        .orElseThrow()
                        .reason()
                        .text())
                .contains(
                        "the drill at 0 found 1200 rows in the state of 2026-11-01T12:00:00Z, 1h 30m before the one",
                        "the live database has 5000",
                        "--accept-smaller");
        assertThat(expected(NOON.minus(Duration.ofMinutes(5)), drilled(0, 1200))
                        .refusal()
                        .orElseThrow()
                        .reason()
                        .text())
                .contains("5m after the one to be restored");
    }
}
