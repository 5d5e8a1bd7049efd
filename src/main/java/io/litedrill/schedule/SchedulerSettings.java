package io.litedrill.schedule;

import java.time.Duration;

/**
 * Limits how many runs are active at a time, and for how long.
 *
 * @param checkThreads the maximum number of simultaneous checks; 1 or more
 * @param parallelDrills the maximum number of simultaneous drills; 1 or more
 * @param checkLimit the time limit of a check, after which it is signalled to stop and no longer counts as one of
 *     {@code checkThreads}; positive
 * @param drillLimit the same for drills, scrubs and restores; positive
 * @param catchUpStep the time between the starts of overdue drills after a start; not negative
 */
public record SchedulerSettings(
        int checkThreads, int parallelDrills, Duration checkLimit, Duration drillLimit, Duration catchUpStep) {
    /**
     * The defaults: four checks and one drill at a time, 5 minutes for a check, 12 hours for a drill, 20 seconds
     * between overdue ones.
     */
    public static final SchedulerSettings DEFAULTS =
            new SchedulerSettings(4, 1, Duration.ofMinutes(5), Duration.ofHours(12), Duration.ofSeconds(20));

    /**
     * Validates the ranges.
     *
     * @throws IllegalArgumentException for a value out of range, with its name
     */
    public SchedulerSettings {
        require(checkThreads >= 1, "checks at a time: 1 or more. Found: " + checkThreads);
        require(parallelDrills >= 1, "drills at a time: 1 or more. Found: " + parallelDrills);
        require(isPositive(checkLimit), "time limit of a check: more than 0. Found: " + checkLimit);
        require(isPositive(drillLimit), "time limit of a drill: more than 0. Found: " + drillLimit);
        require(!catchUpStep.isNegative(), "time between overdue drills: 0 or more. Found: " + catchUpStep);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
