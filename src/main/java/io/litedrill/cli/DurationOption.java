package io.litedrill.cli;

import io.litedrill.config.Durations;
import java.time.Duration;

/** A duration as it is typed, which is as it stands in a configuration. */
final class DurationOption {
    private DurationOption() {}

    static Duration parse(String option, String text) throws UsageException {
        return Durations.parse(text)
                .filter(duration -> !duration.isZero())
                .orElseThrow(() -> new UsageException(
                        option + ": a duration of more than 0, such as 90s, 1h30m or 7d. Found: " + text));
    }
}
