package io.litedrill.schedule;

import java.time.Duration;

/**
 * When one database is looked at.
 *
 * @param checks how often it is checked
 * @param drills when it is drilled
 */
public record Timing(Cadence.Every checks, Cadence drills) {
    /** Checked each minute, drilled once a day. */
    public static final Timing DEFAULTS =
            new Timing(new Cadence.Every(Duration.ofMinutes(1)), new Cadence.Every(Duration.ofDays(1)));
}
