package io.litedrill.schedule;

import java.time.Duration;

/**
 * Holds the schedule of one database.
 *
 * @param checks the schedule of checks
 * @param drills the schedule of drills
 * @param scrubs the schedule of scrubs
 */
public record Timing(Cadence.Every checks, Cadence drills, Cadence scrubs) {
    /** Creates a schedule without scrubs. */
    public Timing(Cadence.Every checks, Cadence drills) {
        this(checks, drills, new Cadence.Never());
    }

    /** The defaults: a check each minute, a drill each day, a scrub each week. */
    public static final Timing DEFAULTS = new Timing(
            new Cadence.Every(Duration.ofMinutes(1)),
            new Cadence.Every(Duration.ofDays(1)),
            new Cadence.Every(Duration.ofDays(7)));
}
