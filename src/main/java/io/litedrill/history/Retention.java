package io.litedrill.history;

import java.time.Duration;

/**
 * Defines how long results are stored. Both durations are positive. The newest check of each replica is stored at any
 * age.
 *
 * @param checks the retention of checks
 * @param milestones the retention of drills, restores, and checks whose verdict differs from that of the previous check
 */
public record Retention(Duration checks, Duration milestones) {
    /** The default: a week for checks, and 400 days (a year, and time to review it) for other results. */
    public static final Retention DEFAULT = new Retention(Duration.ofDays(7), Duration.ofDays(400));
}
