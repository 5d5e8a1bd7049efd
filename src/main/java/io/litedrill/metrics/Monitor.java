package io.litedrill.metrics;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Holds the suppliers of Litedrill's metrics about itself. Each scrape calls them on its own thread; a supplier that
 * throws counts as one without a value.
 *
 * @param version the version of Litedrill
 * @param scratchFreeBytes the free space for drills, in bytes; empty when it is unknown
 * @param schedulerJobs the number of jobs in each state; omitted states have no series
 * @param configuration the state of the configuration
 */
public record Monitor(
        String version,
        Supplier<OptionalLong> scratchFreeBytes,
        Supplier<Map<String, Integer>> schedulerJobs,
        Supplier<Configuration> configuration) {
    /**
     * Describes the last load of the configuration, at the start or later.
     *
     * @param successful whether the last load succeeded; otherwise the previous configuration is in use
     * @param lastSuccess when the configuration in use was loaded
     */
    public record Configuration(boolean successful, Instant lastSuccess) {}
}
