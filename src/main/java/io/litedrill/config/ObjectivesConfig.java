package io.litedrill.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What the owner promised. All durations are positive.
 *
 * @param rpo how much may be lost, in time
 * @param rto how long a restore may take; empty for no promise
 * @param drillAge how old the last passed drill may be
 * @param retention how far back restores must reach; empty for what Litestream's own settings guarantee
 * @param expectWrites the database is written to at least this often; empty for no such promise
 */
public record ObjectivesConfig(
        Duration rpo,
        Optional<Duration> rto,
        Duration drillAge,
        Optional<Duration> retention,
        Optional<Duration> expectWrites) {
    /**
     * The RPO when none is promised. Litestream uploads each second, so a healthy replica stays far below it; an idle database whose
     * live file can be seen has no lag at all.
     */
    public static final Duration DEFAULT_RPO = Duration.ofMinutes(5);
}
