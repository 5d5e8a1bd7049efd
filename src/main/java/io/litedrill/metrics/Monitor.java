package io.litedrill.metrics;

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
 */
public record Monitor(
        String version, Supplier<OptionalLong> scratchFreeBytes, Supplier<Map<String, Integer>> schedulerJobs) {}
