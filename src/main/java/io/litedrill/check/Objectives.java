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
        Optional<Duration> expectWrites) {
    /**
     * The default RPO. Litestream uploads each second, so a healthy replica stays far below it. An idle database has no
     * lag if its live file is readable.
     */
    public static final Duration DEFAULT_RPO = Duration.ofMinutes(5);

    /** Creates the default objectives for a schedule of drills. */
    public static Objectives usual(Duration drillAge) {
        return new Objectives(DEFAULT_RPO, Optional.empty(), drillAge, Optional.empty(), Optional.empty());
    }
}
