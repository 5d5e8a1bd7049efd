package io.litedrill.check;

import java.time.Duration;
import java.util.Optional;

/**
 * What the owner promised. All durations are positive.
 *
 * @param rpo how much may be lost, in time
 * @param rto how long a restore may take; empty for no promise
 * @param drillAge how old the last passed drill may be
 * @param retention how far back the window must reach; empty for what Litestream's own settings guarantee
 * @param expectWrites the database is written to at least this often; empty for no such promise
 */
public record Objectives(
        Duration rpo,
        Optional<Duration> rto,
        Duration drillAge,
        Optional<Duration> retention,
        Optional<Duration> expectWrites) {}
