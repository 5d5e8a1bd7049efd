package io.litedrill.metrics;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What Litedrill tells of itself. The suppliers are asked at each scrape, by the thread that scrapes; one that throws is
 * as one that knows nothing.
 *
 * @param version of Litedrill
 * @param scratchFreeBytes room that is left for drills; empty when it is not known
 * @param schedulerJobs how many jobs are in which state; states that are left out have no series
 * @param configuration what came of reading the configuration
 */
public record Monitor(
        String version,
        Supplier<OptionalLong> scratchFreeBytes,
        Supplier<Map<String, Integer>> schedulerJobs,
        Supplier<Configuration> configuration) {
    /**
     * What came of reading the configuration, at the start and again later.
     *
     * @param successful whether the last reading succeeded; otherwise the configuration before it is in force
     * @param lastSuccess when the configuration in force was read
     */
    public record Configuration(boolean successful, Instant lastSuccess) {}
}
