package io.litedrill.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeValueTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-01 12:00:00 | 2026-11-01T12:00:00Z | text, taken as UTC",
                "2026-11-01T12:00 | 2026-11-01T12:00:00Z | text, taken as UTC",
                "2026-11-01T12:00:00.5Z | 2026-11-01T12:00:00.5Z | text",
                "2026-11-01 13:00:00+01:00 | 2026-11-01T12:00:00Z | text",
                "2026-11-01 07:00:00.123456789123 -0500 | 2026-11-01T12:00:00.123456789Z | text",
                "2026-11-01 | 2026-11-01T00:00:00Z | a date",
                "1793534400 | 2026-11-01T12:00:00Z | unix seconds",
                "1793534400.25 | 2026-11-01T12:00:00.25Z | unix seconds",
                "1793534400000 | 2026-11-01T12:00:00Z | unix milliseconds",
                "1.7935344e12 | 2026-11-01T12:00:00Z | unix milliseconds",
                "1793534400000000 | 2026-11-01T12:00:00Z | unix microseconds",
                "1793534400000000000 | 2026-11-01T12:00:00Z | unix nanoseconds",
                "2461346.0 | 2026-11-01T12:00:00Z | julian day",
            })
    void readsWhatDatabasesHold(String value, String time, String form) {
        assertThat(TimeValue.parse(value)).contains(new TimeValue(Instant.parse(time), form));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "12:00",
                "2026-13-01",
                "2026-11-01 25:00",
                "-5",
                "1e99",
                "NaN",
                "99999999999999999999999999",
                "2026-11-01T12:00:00Z; DROP"
            })
    void aValueWithoutATimeIsIgnored(String value) {
        assertThat(TimeValue.parse(value)).isEmpty();
    }
}
