package io.litedrill.schedule;

import java.time.Duration;

/**
 * When one database is looked at.
 *
 * @param checks how often it is checked
 * @param drills when it is drilled
 * @param scrubs when it is scrubbed
 */
public record Timing(Cadence.Every checks, Cadence drills, Cadence scrubs) {
    /** Never scrubbed. */
    public Timing(Cadence.Every checks, Cadence drills) {
        this(checks, drills, new Cadence.Never());
    }

    /** Checked each minute, drilled once a day, scrubbed once a week. */
    public static final Timing DEFAULTS = new Timing(
            new Cadence.Every(Duration.ofMinutes(1)),
            new Cadence.Every(Duration.ofDays(1)),
            new Cadence.Every(Duration.ofDays(7)));
}
