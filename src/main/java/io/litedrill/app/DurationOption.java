package io.litedrill.app;

import io.litedrill.config.Durations;
import java.time.Duration;

/** Parses durations of the command line, which are written as in a configuration. */
public final class DurationOption {
    private DurationOption() {}

    /**
     * Parses a duration of more than zero.
     *
     * @param option the name of the option, for the message
     * @throws UsageException for anything else
     */
    public static Duration parse(String option, String text) throws UsageException {
        return Durations.parse(text)
                .filter(duration -> !duration.isZero())
                .orElseThrow(() -> new UsageException(
                        option + ": a duration of more than 0, such as 90s, 1h30m or 7d. Found: " + text));
    }
}
