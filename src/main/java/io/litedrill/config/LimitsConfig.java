package io.litedrill.config;

import java.time.Duration;

/**
 * How much runs at a time, and for how long.
 *
 * @param parallelChecks 1 or more
 * @param checkTimeout positive; a check that takes longer is stopped
 * @param parallelDrills 1 or more
 * @param drillTimeout positive; a drill that takes longer is stopped, and is inconclusive
 */
public record LimitsConfig(int parallelChecks, Duration checkTimeout, int parallelDrills, Duration drillTimeout) {
    /** What holds when nothing is said. */
    public static final LimitsConfig DEFAULTS = new LimitsConfig(4, Duration.ofMinutes(5), 1, Duration.ofHours(12));
}
