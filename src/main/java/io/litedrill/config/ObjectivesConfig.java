package io.litedrill.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Holds the objectives set by the owner. All durations are positive.
 *
 * @param rpo the maximum data loss, as a time
 * @param rto the maximum time of a restore; empty for no objective
 * @param drillAge the maximum age of the last passed drill
 * @param retention how far back restores must reach; empty for the window that Litestream's settings guarantee
 * @param expectWrites the maximum time between two writes to the database; empty for no objective
 */
public record ObjectivesConfig(
        Duration rpo,
        Optional<Duration> rto,
        Duration drillAge,
        Optional<Duration> retention,
        Optional<Duration> expectWrites) {
    /**
     * The default RPO. Litestream uploads each second, so a healthy replica stays far below it. An idle database has no
     * lag if its live file is readable.
     */
    public static final Duration DEFAULT_RPO = Duration.ofMinutes(5);
}
