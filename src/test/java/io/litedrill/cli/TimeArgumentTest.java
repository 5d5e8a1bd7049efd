package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.app.UsageException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeArgumentTest {
    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-01T12:00:00Z"));

    private static Instant parse(String text) throws UsageException {
        return TimeArgument.parse("--timestamp", text, NOON);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T12:00:00Z, 2026-11-01T12:00:00Z",
        "2026-11-01t12:00:00z, 2026-11-01T12:00:00Z",
        "2026-11-01T12:00:00.123456789Z, 2026-11-01T12:00:00.123456789Z",
        "2026-11-01T13:00:00+01:00, 2026-11-01T12:00:00Z",
        "2026-11-01 13:00 +01:00, 2026-11-01T12:00:00Z",
        "2026-11-01T12:00Z, 2026-11-01T12:00:00Z",
        "2026-11-01 13:00 Europe/Berlin, 2026-11-01T12:00:00Z",
        "2026-07-01 14:00:30 Europe/Berlin, 2026-07-01T12:00:30Z",
        "2026-11-01T13:00:00[Europe/Berlin], 2026-11-01T12:00:00Z",
        "2026-11-01T13:00:00+01:00[Europe/Berlin], 2026-11-01T12:00:00Z",
        "2026-11-01 12:00 UTC, 2026-11-01T12:00:00Z",
        "2026-11-01, 2026-11-01T00:00:00Z",
        "2026-11-01 Europe/Berlin, 2026-10-31T23:00:00Z",
        "15m ago, 2026-11-01T11:45:00Z",
        "1h 30m ago, 2026-11-01T10:30:00Z",
        "2d ago, 2026-10-30T12:00:00Z",
        "' 90s ago ', 2026-11-01T11:58:30Z",
    })
    void readsTheFormsThatPeopleType(String typed, Instant time) throws UsageException {
        assertThat(parse(typed)).isEqualTo(time);
    }

    @Test
    void localIsTheZoneOfThisMachine() throws UsageException {
        assertThat(parse("2026-11-01 13:00 local"))
                .isEqualTo(LocalDateTime.parse("2026-11-01T13:00")
                        .atZone(ZoneId.systemDefault())
                        .toInstant());
    }

    @ParameterizedTest
    @CsvSource({
        "yesterday, RFC 3339",
        "15m, RFC 3339",
        "soon ago, duration",
        "0s ago, duration",
        "ago, RFC 3339",
        "2026-11-01T12:00:00, does not say its time zone or offset",
        "2026-11-01 13:00 Berlin, the time zone Berlin is not known",
        "2026-02-30, RFC 3339",
        "2026-11-01 25:00 UTC, RFC 3339",
        "2026-10-25 02:30 Europe/Berlin, 2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00",
        "2026-03-29 02:30 Europe/Berlin, did not exist in Europe/Berlin",
    })
    void refusesWhatItWouldHaveToGuess(String typed, String reason) {
        assertThatThrownBy(() -> parse(typed))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--timestamp: ")
                .hasMessageContaining(reason);
    }

    @Test
    void theOffsetsThatAnErrorNamesCanBeTyped() throws UsageException {
        assertThat(parse("2026-10-25T02:30+02:00")).isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(parse("2026-10-25T02:30+01:00")).isEqualTo(Instant.parse("2026-10-25T01:30:00Z"));
    }
}
