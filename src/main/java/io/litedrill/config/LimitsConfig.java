package io.litedrill.config;

import java.time.Duration;

/**
 * Limits how many checks and drills run at a time, and for how long.
 *
 * @param parallelChecks the maximum number of simultaneous checks; 1 or more
 * @param checkTimeout the time limit of a check, after which it is stopped; positive
 * @param parallelDrills the maximum number of simultaneous drills; 1 or more
 * @param drillTimeout the time limit of a drill, after which it is stopped and inconclusive; positive
 */
public record LimitsConfig(int parallelChecks, Duration checkTimeout, int parallelDrills, Duration drillTimeout) {
    /** The defaults. */
    public static final LimitsConfig DEFAULTS = new LimitsConfig(4, Duration.ofMinutes(5), 1, Duration.ofHours(12));
}
