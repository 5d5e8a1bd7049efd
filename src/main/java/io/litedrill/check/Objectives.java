package io.litedrill.check;

import java.time.Duration;
import java.util.Optional;

/**
 * The objectives that the owner configured. All durations are positive.
 *
 * @param rpo maximum data loss, in time
 * @param rto maximum duration of a restore; empty without this objective
 * @param drillAge maximum age of the last passed drill
 * @param retention minimum length of the window; empty for the length that Litestream's own settings guarantee
 * @param expectWrites maximum time between writes to the database; empty without this objective
 */
public record Objectives(
        Duration rpo,
        Optional<Duration> rto,
        Duration drillAge,
        Optional<Duration> retention,
        Optional<Duration> expectWrites) {}
