package io.litedrill.history;

import java.time.Duration;

/**
 * How long results are kept. Both durations are positive. The newest check of each replica is kept whatever its age.
 *
 * @param checks every check is kept for this long
 * @param milestones drills, restores, and checks whose verdict was not that of the check before, are kept for this long
 */
public record Retention(Duration checks, Duration milestones) {
    /** A week of checks, and 400 days (a year, and time to look at it) of the rest. */
    public static final Retention DEFAULT = new Retention(Duration.ofDays(7), Duration.ofDays(400));
}
