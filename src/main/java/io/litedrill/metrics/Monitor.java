package io.litedrill.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
 * @param history the state of the history
 * @param cluster the cluster; empty for a daemon that is no node of one
 */
public record Monitor(
        String version,
        Supplier<OptionalLong> scratchFreeBytes,
        Supplier<Map<String, Integer>> schedulerJobs,
        Supplier<Configuration> configuration,
        Supplier<History> history,
        Supplier<Optional<Cluster>> cluster) {
    /** Creates the suppliers of a daemon that is no node of a cluster. */
    public Monitor(
            String version,
            Supplier<OptionalLong> scratchFreeBytes,
            Supplier<Map<String, Integer>> schedulerJobs,
            Supplier<Configuration> configuration,
            Supplier<History> history) {
        this(version, scratchFreeBytes, schedulerJobs, configuration, history, Optional::empty);
    }

    /**
     * Describes the history.
     *
     * @param available whether it can be read and written
     * @param pending the number of results that wait until they can be written
     * @param lost the number of results since the start that were never written
     */
    public record History(boolean available, int pending, long lost) {
        /** The state of a history that could not be opened. */
        public static final History NONE = new History(false, 0, 0);
    }

    /**
     * Describes the cluster, as this node sees it.
     *
     * @param clockAhead how far the clock of this node is ahead of that of the database; negative when behind
     * @param nodes the number of nodes that share the jobs with this one, itself among them
     */
    public record Cluster(Duration clockAhead, int nodes) {}

    /**
     * Describes the last load of the configuration, at the start or later.
     *
     * @param successful whether the last load succeeded; otherwise the previous configuration is in use
     * @param lastSuccess when the configuration in use was loaded
     */
    public record Configuration(boolean successful, Instant lastSuccess) {}
}
